import { z } from 'zod';
import { call, operation, stream } from './define.ts';
import { failure } from './failure.ts';
import { hostFailures } from './host-failures.ts';
import { operationItem } from './operation.ts';
import { instanceId, onHost } from './references.ts';

/** What a doctor looks at, in the order of its report. */
export const checkId = z.enum([
  'os',
  'architecture',
  'libc',
  'bash',
  'coreutils',
  'proc',
  'locale',
  'login-shell',
  'home',
  'home-locks',
  'disk',
  'memory',
  'swap',
  'inotify',
  'clock',
  'systemd',
  'linger',
  'sshd-sessions',
  'sshd-forwarding',
  'nginx',
  'tmux',
  'git',
  'code-server',
  'ports',
  'other-code-servers',
  'exposure',
  'private-files',
  'old-layout',
]);
export type CheckId = z.output<typeof checkId>;

/** What makes a finding right again. */
export const checkFix = z.discriminatedUnion('kind', [
  /** `setup.fix` does it. */
  z.object({ kind: z.literal('fix'), label: z.string() }),
  /** The setup does it, with its plan shown first. */
  z.object({ kind: z.literal('setup'), label: z.string() }),
  /** Somebody runs this on the host, where Berth may not or should not. */
  z.object({ kind: z.literal('command'), command: z.string() }),
]);
export type CheckFix = z.output<typeof checkFix>;

/** One finding. All texts are plain sentences; control characters are stripped. */
export const check = z.object({
  id: checkId,
  /** A short name: "Disk space". */
  title: z.string(),
  outcome: z.enum(['ok', 'warn', 'fail']),
  /** What was seen on the host. */
  seen: z.string(),
  /** Why it matters. */
  why: z.string(),
  /** Null when there is nothing to do, or when `seen` and `why` say all that can be said. */
  fix: checkFix.nullable(),
});
export type Check = z.output<typeof check>;

/** All findings about a host, numbered by their place. */
export const checkup = z.object({
  checks: z.array(check).max(100),
  /** Wall clock of the desktop, epoch milliseconds. */
  checkedAtMs: z.number(),
  /** All of it as text to hand on; it holds no secret. */
  text: z.string(),
});
export type Checkup = z.output<typeof checkup>;

/** A version of code-server. */
export const codeServerVersion = z.string().regex(/^\d{1,9}\.\d{1,9}\.\d{1,9}$/, 'Version must look like 4.139.1');

/** From where a code-server comes, in the order in which they are tried. */
export const codeServerSource = z.enum(['release', 'push', 'npm']);
export type CodeServerSource = z.output<typeof codeServerSource>;

/** One step that a setup would take. */
export const planStep = z.object({
  /** `code-server`, or `package:` and the name of what is needed. */
  id: z.string(),
  title: z.string(),
  /** What exactly will be done and from where, as one sentence. */
  detail: z.string(),
  /** `done`: it is there already. `by-hand`: somebody with more rights has to run `command`. */
  state: z.enum(['done', 'todo', 'by-hand']),
  /** Whether the editors work without it. */
  isRequired: z.boolean(),
  /** The exact command, where there is one. */
  command: z.string().nullable(),
});
export type PlanStep = z.output<typeof planStep>;

/** What a setup would do on a host; asking for it changes nothing. */
export const setupPlan = z.object({
  /** How packages are installed: as root, with `sudo -n`, or not at all. */
  elevation: z.enum(['root', 'sudo', 'none']),
  packageManager: z.enum(['apt', 'dnf', 'apk', 'pacman', 'zypper']).nullable(),
  steps: z.array(planStep).max(100),
  /** What will be downloaded or sent at most, bytes; null when unknown. */
  downloadBytes: z.number().nullable(),
  /** What it takes on the host's disk, bytes. */
  diskBytes: z.number(),
  /** Whether editors can be opened once all that is `todo` was done. */
  isEnough: z.boolean(),
});
export type SetupPlan = z.output<typeof setupPlan>;

/** What a setup came to: the plan of the host as it is afterwards. */
export const setupOutcome = setupPlan.extend({
  /** Steps that were asked for and could not be done, in the order of the plan; the editors do without them. */
  notDone: z.array(z.object({ id: z.string(), failure })).max(100),
});
export type SetupOutcome = z.output<typeof setupOutcome>;

/** Where code-server comes from; empty means whichever works first. */
const sources = z.array(codeServerSource).max(3).default([]);

/** What a setup was asked to do. */
const setupAsked = z.object({
  /** Ids of the plan’s steps; empty means all that is to do. */
  steps: z.array(z.string().max(100)).max(100).default([]),
  sources,
});

/** One item of a setup that is followed: what it was asked to do, then those that `run` tells. */
export const setupItem = z.union([
  setupAsked.extend({
    type: z.literal('asked'),
    /** Wall clock of the desktop when it began, epoch milliseconds. */
    startedAtMs: z.number(),
  }),
  operationItem(setupOutcome),
]);
export type SetupItem = z.output<typeof setupItem>;

/** One code-server of Berth's on a host. */
export const installedVersion = z.object({
  version: codeServerVersion,
  /** New starts use it. */
  isCurrent: z.boolean(),
  /** It was the current one before; one click goes back to it. */
  isPrevious: z.boolean(),
  /** What it takes on the host's disk; null while unknown. */
  sizeBytes: z.number().nullable(),
  /** When it was unpacked, host clock, epoch milliseconds; null while unknown. */
  installedAtMs: z.number().nullable(),
  /** Running instances that were started with it; it stays while there are any. */
  usedBy: z.array(instanceId).max(5000),
});

/** The code-servers of a host. */
export const codeServers = z.object({
  /** Berth's own ones, newest first. */
  versions: z.array(installedVersion).max(100),
  /** One that is used although it is not Berth's; null when there is none, or when Berth's own goes first. */
  foreign: z.object({ path: z.string(), version: z.string() }).nullable(),
  /** The version that this Berth brings. */
  pinnedVersion: codeServerVersion,
  /** How much of the pinned version lies on the host already, from a transfer that was cut off, bytes. */
  partialBytes: z.number(),
});
export type CodeServers = z.output<typeof codeServers>;

const setupFailures = [...hostFailures, 'unavailable', 'setup-failed'] as const;

/** Making a host ready, and keeping it healthy. */
export const setup = {
  doctor: call('Checks a host and tells what is well, what is not, and what to do.', onHost, checkup, setupFailures),
  fix: operation('Does what makes one finding right, and checks it again.', onHost.extend({ check: checkId }), check),
  plan: call('Tells what a setup would do; nothing is changed.', onHost.extend({ sources }), setupPlan, setupFailures),
  /** `done` when all that is required of it was done, and at least something; what is missing then is in `notDone`. */
  run: operation(
    'Does what the plan says; what was done before is left alone, so a setup that was cut off is run again.',
    onHost.extend(setupAsked.shape),
    setupOutcome,
  ),
  /**
   * The first item is `asked`; all steps so far follow at once, then the rest. One that ended while nobody followed it is told
   * once. It ends without an item where there is none.
   */
  follow: stream('Follows the setup that this Berth runs on a host, from its beginning on.', onHost, setupItem),
  cancel: call(
    'Stops the setup that this Berth runs on a host; what was half done is undone or kept to go on with.',
    onHost,
    z.object({ isCancelled: z.boolean() }),
    setupFailures,
  ),
  codeServers: call('Lists the code-servers of a host.', onHost, codeServers, setupFailures),
  useCodeServer: operation(
    'Makes an installed version the one of new starts, after checking that it answers; running instances keep theirs.',
    onHost.extend({ version: codeServerVersion }),
    codeServers,
  ),
  removeCodeServer: operation(
    'Removes an installed version that is neither current nor in use.',
    onHost.extend({ version: codeServerVersion }),
    codeServers,
  ),
} as const;
