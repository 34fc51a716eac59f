import { z } from 'zod';
import { call } from './define.ts';
import { profileReference } from './references.ts';

/** Nothing that breaks a line, turns the direction of writing, or is half a character. */
const hasNoControlCharacters = (text: string) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text);
const printable = (field: string, max: number) =>
  z
    .string()
    .trim()
    .min(1, `${field} must not be empty`)
    .max(max, `${field} is longer than ${max} characters`)
    .refine(hasNoControlCharacters, { error: `${field} must not hold control characters`, abort: true });
const notAnOption = (field: string) =>
  [(text: string) => !text.startsWith('-'), { error: `${field} must not begin with "-"`, abort: true }] as const;

/**
 * What is offered to a host first: keys of an agent, a key file, a password, or answers to the questions it asks
 * (keyboard-interactive, RFC 4256). Whatever a host asks for after a first step is asked of the user.
 */
export const authMethod = z.enum(['agent', 'key', 'password', 'interactive']);
export type AuthMethod = z.output<typeof authMethod>;

const portNumber = (field: string) =>
  z.coerce
    .number(`${field} must be a number`)
    .int(`${field} must be a whole number`)
    .min(1, `${field} must be 1 to 65535`)
    .max(65535, `${field} must be 1 to 65535`);

const profileId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);

/** The mark of a profile in lists and tabs. */
export const profileColor = z.enum(['none', 'red', 'orange', 'yellow', 'green', 'blue', 'purple']);
export type ProfileColor = z.output<typeof profileColor>;

const noAddress = 'Address must be a host name or an IP address';

const profileFields = {
  name: printable('Name', 80),
  /** Host name, IPv4 or IPv6 address. */
  address: printable('Address', 255)
    .overwrite((text) => text.replace(/^\[(.*)\]$/, '$1'))
    .refine(...notAnOption('Address'))
    .refine((text) => !/[\s/@]/.test(text), { error: noAddress, abort: true }),
  port: portNumber('Port').default(22),
  user: printable('User', 64)
    .refine(...notAnOption('User'))
    .refine((text) => !/[\s@:]/.test(text), 'User must be a login name'),
  authMethod: authMethod.default('agent'),
  /** Absolute or `~/` path of the private key on this machine; the key itself is never copied. */
  keyPath: printable('Key file', 4096).nullable().default(null),
  /** Socket or named pipe of the agent to ask; null is the one of this machine, `pageant` is PuTTY's. */
  agentPath: printable('Agent', 4096).nullable().default(null),
  /** Id of the profile whose host is the way to this one, as OpenSSH's ProxyJump; that one may have a way of its own. */
  jumpProfileId: profileId.nullable().default(null),
  /** Name in `~/.ssh/config` that address, port, user, key, agent and way are read from before each attempt. */
  sshConfigHost: printable('Name in ~/.ssh/config', 255).nullable().default(null),
  /** Lends the agent's keys to what runs on the host, whose administrators can use them while the link is up. */
  isAgentForwarded: z.boolean().default(false),
  color: profileColor.default('none'),
  tags: z
    .array(printable('Tag', 30))
    .max(8, 'A server has at most 8 tags')
    .refine((tags) => new Set(tags).size === tags.length, 'A tag is named twice')
    .default([]),
  /** Ports an instance may claim on the host. */
  portFirst: portNumber('First port').default(8888),
  portLast: portNumber('Last port').default(8899),
  /** Folders on the host that are searched for repositories; `~/` is the host user's home. */
  repositoryRoots: z
    .array(printable('Repository folder', 4096))
    .min(1, 'Name at least one repository folder')
    .max(32)
    .default(['/var/www/github', '~/code', '~/projects', '~/repos']),
  /** How many folders deep below them is searched; 0 looks only whether they are repositories themselves. */
  searchDepth: z.coerce
    .number('Search depth must be a number')
    .int('Search depth must be a whole number')
    .min(0, 'Search depth must be 0 to 9')
    .max(9, 'Search depth must be 0 to 9')
    .default(3),
};

interface ProfileShape {
  readonly authMethod: AuthMethod;
  readonly keyPath: string | null;
  readonly portFirst: number;
  readonly portLast: number;
}
const checkProfile = (profile: ProfileShape, context: z.RefinementCtx) => {
  if (profile.authMethod === 'key' && profile.keyPath === null) {
    context.addIssue({
      code: 'custom',
      path: ['keyPath'],
      message: 'Key file must be named when the key method is used',
    });
  }
  if (profile.portLast < profile.portFirst) {
    context.addIssue({ code: 'custom', path: ['portLast'], message: 'Last port must not be below the first port' });
  }
};

/** What the user types; everything else is computed. */
export const profileDraft = z
  .object({
    ...profileFields,
    // Stricter than what is read back: one saved profile with an odd address must not make all of them unreadable.
    address: profileFields.address.refine((text) => /^[\p{L}\p{M}\p{N}._:%-]*$/u.test(text), {
      error: noAddress,
      abort: true,
    }),
  })
  .superRefine(checkProfile);
export type ProfileDraft = z.output<typeof profileDraft>;

/** A saved way to reach one host. Holds no secret. */
export const profile = z.object({ id: profileId, ...profileFields }).superRefine(checkProfile);
export type Profile = z.output<typeof profile>;

/** What of a profile says where and how one connects. What `~/.ssh/config` adds is found out anew before each attempt. */
function connectionPart({ address, port, user, authMethod, ...profile }: Profile) {
  const { keyPath, agentPath, jumpProfileId, sshConfigHost, isAgentForwarded } = profile;
  const own = sshConfigHost === null ? { keyPath, agentPath } : {};
  return { address, port, user, authMethod, jumpProfileId, sshConfigHost, isAgentForwarded, ...own };
}

/** Whether two states of a profile connect in the same way to the same place: then a link that is up may stay. */
export function connectsAlike(one: Profile, other: Profile): boolean {
  return JSON.stringify(connectionPart(one)) === JSON.stringify(connectionPart(other));
}

/** The saved ways to reach hosts. */
export const profiles = {
  list: call('Lists the saved profiles.', z.object({}), z.array(profile), ['store-unreadable']),
  add: call('Saves a new profile.', profileDraft, profile, ['profile-exists', 'invalid-input', 'store-unreadable']),
  edit: call(
    'Replaces the settings of a profile.',
    z.object({ profile: profileReference, draft: profileDraft }),
    profile,
    ['profile-not-found', 'profile-exists', 'invalid-input', 'store-unreadable'],
  ),
  duplicate: call(
    'Saves a copy of a profile under a name of its own, after the original.',
    z.object({ profile: profileReference }),
    profile,
    ['profile-not-found', 'store-unreadable'],
  ),
  arrange: call(
    'Puts profiles into this order; those that are not named come after them, as they were.',
    z.object({ profiles: z.array(profileReference).max(1000) }),
    z.array(profile),
    ['profile-not-found', 'store-unreadable'],
  ),
  remove: call(
    'Deletes a profile from this computer; the host is not touched.',
    z.object({ profile: profileReference }),
    z.object({ id: z.string(), name: z.string() }),
    ['profile-not-found', 'profile-in-use', 'store-unreadable'],
  ),
} as const;
