import { z } from 'zod';
import { call, operation, stream } from './define.ts';
import { hostFailures } from './host-failures.ts';
import { operationItem } from './operation.ts';
import { instanceId, onHost, onRepository } from './references.ts';

/** A git working copy on a host. */
export const repository = z.object({
  id: instanceId,
  /** The label it was given, else the folder's name; control characters stripped. */
  name: z.string(),
  /** Absolute path on the host. */
  path: z.string(),
  /** The checked-out branch; null when the head is detached or unreadable. */
  branch: z.string().nullable(),
  /** Whether it was added by its path and not found under the profile's folders. */
  isAdded: z.boolean(),
  /** When its editor was opened last by this host's user, host clock, epoch milliseconds; null when never. */
  lastOpenedAtMs: z.number().nullable(),
});
export type Repository = z.output<typeof repository>;

/** How a working copy stands, as git tells it. */
export const workingCopy = z.object({
  id: instanceId,
  /** Changed, added, deleted and untracked files; null when git is not there or does not answer in time. */
  changedCount: z.number().int().nullable(),
  /** Commits that the upstream branch lacks; null without an upstream branch. */
  aheadCount: z.number().int().nullable(),
  /** Commits of the upstream branch, as it was fetched last, that are missing here; null without one. */
  behindCount: z.number().int().nullable(),
});
export type WorkingCopy = z.output<typeof workingCopy>;

const absolutePath = z
  .string()
  .max(4096, 'Path is longer than 4096 characters')
  .refine((path) => /^(\/|~\/)/.test(path), 'Path must begin with / or ~/');

/** Something `git clone` understands over https, http, ssh, git or as `user@host:path`. */
const cloneUrl = z
  .string()
  .trim()
  .min(1, 'URL must not be empty')
  .max(2048, 'URL is longer than 2048 characters')
  .refine((url) => /^((https?|ssh|git):\/\/[^\s-]|[^\s/:@-][^\s/:@]*@[^\s/:@-][^\s/:@]*:)/.test(url), {
    error: 'URL must begin with https://, ssh:// or git://, or look like git@host:path',
  })
  .refine((url) => !/[\u0000-\u0020\u007f]/.test(url), 'URL must not hold spaces or control characters')
  .refine((url) => !/^[a-z]+:\/\/[^/]*:[^/]*@/.test(url), 'URL must not hold a password; type it when it is asked for')
  .refine(
    (url) => !/^https?:\/\/(gh[a-z]_|github_pat_|gl[a-z]+-|ATBB|ATCTT)[^/@]*@/.test(url),
    'URL must not hold a token; type it when it is asked for',
  );

/** With what the host shows itself to where it clones from. */
export const cloneLogin = z.discriminatedUnion('kind', [
  /** What the host's own git and ssh have: credential helpers, keys, a lent agent. */
  z.object({ kind: z.literal('host') }),
  /** For https: asked for once, given to git through a pipe, kept nowhere. */
  z.object({ kind: z.literal('token'), user: z.string().max(200), token: z.string().min(1).max(4096) }),
  /** A key of this repository's own, made by `deployKey`. */
  z.object({ kind: z.literal('deploy-key') }),
]);

/** A clone under way. */
export const runningClone = z.object({
  url: z.string(),
  /** The folder that it goes to, as it was asked for; by it the clone is followed and stopped. */
  path: z.string(),
  /** With what the host shows itself; what is secret of it is not told. */
  login: z.enum(['host', 'token', 'deploy-key']),
  /** Wall clock of the desktop when it began, epoch milliseconds. */
  startedAtMs: z.number(),
});
export type RunningClone = z.output<typeof runningClone>;

/** The public half of a key that the host made for one repository. */
export const deployKey = z.object({
  /** One line for the forge's page of deploy keys. */
  publicKey: z.string(),
  /** `SHA256:…` as `ssh-keygen -lf` prints it. */
  fingerprint: z.string(),
  /** The forge's page where it is put in; null when it is not known. */
  pageUrl: z.string().nullable(),
});

const repositoryFailures = [
  ...hostFailures,
  'repository-not-found',
  'repository-exists',
  'unavailable',
  'disk-full',
] as const;

/** The repositories of a host. */
export const repositories = {
  list: call(
    'Lists the repositories found under the profile’s folders and those that were added.',
    onHost,
    z.array(repository).max(5000),
    hostFailures,
  ),
  inspect: call(
    'Tells of some repositories how their working copies stand; one that is not there is left out.',
    onHost.extend({ repositories: z.array(instanceId).min(1).max(100) }),
    z.array(workingCopy).max(100),
    repositoryFailures,
  ),
  add: call(
    'Adds a folder that is a git working copy to the list; a removed one comes back.',
    onHost.extend({ path: absolutePath }),
    repository,
    repositoryFailures,
  ),
  create: call(
    'Makes a folder with an empty git repository and adds it to the list.',
    onHost.extend({ path: absolutePath }),
    repository,
    repositoryFailures,
  ),
  clone: operation(
    'Clones a repository by its URL into a folder that does not exist yet.',
    onHost.extend({
      url: cloneUrl,
      path: absolutePath,
      login: cloneLogin.default({ kind: 'host' }),
      /** Fingerprint of the forge's SSH host key, when it was asked about and is trusted. */
      trustedFingerprint: z.string().max(200).nullable().default(null),
    }),
    repository,
  ),
  /** With those that ended while nobody followed them, until they are followed. */
  clones: call('Lists the clones that this Berth runs on a host.', onHost, z.array(runningClone), repositoryFailures),
  /** All steps so far come at once, then the rest. It ends without an item where there is no such clone. */
  followClone: stream(
    'Follows a clone that this Berth runs into a folder, from its beginning on.',
    onHost.extend({ path: absolutePath }),
    operationItem(repository),
  ),
  cancelClone: call(
    'Stops a clone that this Berth runs and removes what it made.',
    onHost.extend({ path: absolutePath }),
    z.object({ isCancelled: z.boolean() }),
    repositoryFailures,
  ),
  deployKey: call(
    'Makes a key for one repository on the host, or finds the one made before, and tells its public half.',
    onHost.extend({ url: cloneUrl }),
    deployKey,
    repositoryFailures,
  ),
  rename: call(
    'Gives a repository another name in the list; its folder stays as it is. An empty name takes it back.',
    onRepository.extend({ name: z.string().trim().max(80, 'Name is longer than 80 characters') }),
    repository,
    repositoryFailures,
  ),
  remove: call('Takes a repository off the list; its files stay.', onRepository, z.object({ id: instanceId }), [
    ...repositoryFailures,
    'instance-running',
  ]),
} as const;
