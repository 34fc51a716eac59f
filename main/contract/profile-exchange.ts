import { z } from 'zod';
import { call } from './define.ts';
import { profile } from './profiles.ts';
import { profileReference } from './references.ts';

/** What came of an import: nothing that exists is replaced. */
export const importReport = z.object({
  added: z.array(profile),
  /** What was left out, with the reason as one sentence. `isHere`: it was there already, so nothing is missing. */
  skipped: z.array(z.object({ name: z.string(), reason: z.string(), isHere: z.boolean() })),
});
export type ImportReport = z.output<typeof importReport>;

/** One `Host` of `~/.ssh/config` that names a single host, as OpenSSH would resolve it. */
export const sshConfigHost = z.object({
  name: z.string(),
  address: z.string(),
  port: z.number().int(),
  /** Null when the file names none; then it is the login name of this machine's user. */
  user: z.string().nullable(),
  keyPath: z.string().nullable(),
  /** The hosts on the way, first one first, in the words of the file. */
  jumps: z.array(z.string()),
  /** Why it cannot be taken over as it stands; null when it can. */
  problem: z.string().nullable(),
  /** Id of the profile that refers to it already. */
  profileId: z.string().nullable(),
});
export type SshConfigHost = z.output<typeof sshConfigHost>;

/** Ways in and out for profiles; no secret ever takes them. */
export const profileExchange = {
  export: call(
    'Tells profiles as a document for another computer or person; there is no secret in it.',
    z.object({ profiles: z.array(profileReference).max(1000).nullable().default(null) }),
    z.object({ document: z.string(), count: z.number().int() }),
    ['profile-not-found', 'store-unreadable'],
  ),
  import: call(
    'Saves the profiles of an exported document; those that are there already are left as they are.',
    z.object({ document: z.string().min(1).max(1_048_576) }),
    importReport,
    ['invalid-input', 'store-unreadable'],
  ),
  readSshConfig: call(
    'Lists the hosts of ~/.ssh/config. Nothing in it is run.',
    z.object({}),
    z.object({
      hosts: z.array(sshConfigHost),
      /** Lines that were passed over, with the reason. */
      problems: z.array(z.object({ file: z.string(), lineNumber: z.number().int(), message: z.string() })),
    }),
    ['store-unreadable'],
  ),
  importSshConfig: call(
    'Saves hosts of ~/.ssh/config as profiles, with those on their way.',
    z.object({
      hosts: z.array(z.string().min(1).max(255)).min(1).max(1000),
      /** True: the file is read again before each attempt. False: its present values are copied. */
      isLive: z.boolean().default(true),
    }),
    importReport,
    ['invalid-input', 'store-unreadable'],
  ),
} as const;
