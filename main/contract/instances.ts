import { z } from 'zod';
import { call, operation, stream } from './define.ts';
import { failure } from './failure.ts';
import { hostFailures } from './host-failures.ts';
import { extraArgument, idleMinutes, variableName, variableValue } from './instance-settings.ts';
import { instanceId, onHost, onRepository, repositoryReference } from './references.ts';

export const instanceState = z.enum(['starting', 'running', 'suspended', 'stopped', 'crashed']);

/** Who looks after the processes of an instance: a systemd unit, or Berth by the mark in their environment. */
export const supervision = z.enum(['systemd-user', 'systemd-system', 'marker']);

/** How an instance that nobody stopped came to its end. */
export const instanceEnd = z.object({
  /** `vanished`: killed from outside together with whoever watched it, so that nothing more is known. */
  reason: z.enum(['exited', 'killed', 'out-of-memory', 'vanished', 'host-restarted', 'record-damaged']),
  exitCode: z.number().int().nullable(),
  /** `SIGKILL` and the like. */
  signal: z.string().nullable(),
  /** Host clock, epoch milliseconds. */
  atMs: z.number().nullable(),
  /** The last lines it printed; control characters already stripped. */
  logTail: z.string(),
});
export type InstanceEnd = z.output<typeof instanceEnd>;

/** One code-server process tree serving one repository. */
export const instance = z.object({
  id: instanceId,
  /** The repository's name. */
  repository: z.string(),
  /** Absolute path of the repository on the host. */
  path: z.string(),
  state: instanceState,
  /** When the state was entered, host clock, epoch milliseconds; null when unknown. */
  sinceMs: z.number().nullable(),
  /** The claimed port on the host's loopback, kept while suspended or crashed; null when nothing is claimed. */
  port: z.number().int().nullable(),
  /** Process id of the tree's root; null when nothing runs. */
  pid: z.number().int().nullable(),
  /** Proportional set size of the whole tree; resident size where that is unreadable; null when nothing runs. */
  memoryBytes: z.number().nullable(),
  /** Host clock, epoch milliseconds; null when nothing runs. */
  startedAtMs: z.number().nullable(),
  /** Null when nothing runs. */
  supervision: supervision.nullable(),
  /** Seconds without a tab and without a working process, as the keeper saw it last; null when nothing runs or unknown. */
  idleSeconds: z.number().nullable(),
  /** How often the keeper started it again in the last ten minutes. */
  restartCount: z.number().int(),
  /** With `crashed`, and with `running` after a restart by the keeper: the last end nobody asked for. */
  ended: instanceEnd.nullable(),
});
export type Instance = z.output<typeof instance>;

/** The settings of one instance; they live on the host and count from its next start. */
export const instanceSettings = z.object({
  /** No more memory than this, where systemd supervises the instance; null is no limit. */
  memoryLimitBytes: z
    .number()
    .int('Memory limit must be a whole number of bytes')
    .min(268_435_456, 'Memory limit must be at least 256 MB')
    .max(1_099_511_627_776, 'Memory limit must be at most 1 TB')
    .nullable()
    .default(null),
  /** Suspended after so many idle minutes; 0 is never, null is what the host says. */
  idleMinutes: idleMinutes.nullable().default(null),
  /** Further arguments of code-server, from a short list of harmless ones. */
  extraArguments: z.array(extraArgument).max(16, 'At most 16 extra arguments').default([]),
  /** Further environment variables of the editor and its terminals. */
  environment: z.record(variableName, variableValue).default({}),
});
export type InstanceSettings = z.output<typeof instanceSettings>;

/** What starting or stopping many came to. */
const manyInstances = z.object({
  instances: z.array(instance),
  failures: z.array(z.object({ id: instanceId, repository: z.string(), failure })),
});
export type ManyInstances = z.output<typeof manyInstances>;

/** Where to find the editor of a running instance. */
export const editorAddress = z.object({
  instanceId,
  /** The instance's own web origin on this machine; stable for the instance's life. */
  origin: z.string(),
  /** One-shot address that lets a browser in; valid for 30 s. */
  entryUrl: z.string(),
  /** True when the gate goes straight to the claim, because no nginx of Berth's is in between. */
  isDirect: z.boolean(),
});
export type EditorAddress = z.output<typeof editorAddress>;

const instanceFailures = [...hostFailures, 'repository-not-found', 'instance-not-found'] as const;

/** The instances of a host. */
export const instances = {
  list: call('Lists the instances of a host.', onHost, z.array(instance).max(5000), hostFailures),
  watch: stream(
    'Tells the instances of a host again whenever they changed.',
    onHost,
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('instances'), instances: z.array(instance) }),
      z.object({ type: z.literal('failed'), failure }),
    ]),
  ),
  start: operation(
    'Starts or wakes VS Code for a repository; a running one is returned as it is.',
    onRepository.extend({
      /** Starts also when the memory budget says that it does not fit. */
      isForced: z.boolean().default(false),
    }),
    instance,
  ),
  stop: operation('Stops the VS Code of a repository and everything it started.', onRepository, instance),
  restart: operation('Stops the VS Code of a repository, if it runs, and starts it.', onRepository, instance),
  suspend: operation(
    'Ends the processes of an instance and keeps its port, so that opening it wakes it again.',
    onRepository,
    instance,
  ),
  startAll: operation(
    'Starts every instance of a host that is stopped, suspended or crashed, or only those named.',
    onHost.extend({ repositories: z.array(repositoryReference).max(1000).default([]) }),
    manyInstances,
  ),
  stopAll: operation('Stops every instance of a host.', onHost, manyInstances),
  open: call('Lets a tab into a running instance.', onRepository, editorAddress, [
    ...instanceFailures,
    'instance-not-running',
    'gate-failed',
  ]),
  publicAddress: call(
    'Tells the address and password of a running instance behind the host’s own nginx.',
    onRepository,
    z.object({ url: z.string(), password: z.string() }),
    [...instanceFailures, 'instance-not-running', 'unavailable'],
  ),
  settings: call('Tells the settings of an instance.', onRepository, instanceSettings, instanceFailures),
  configure: call(
    'Replaces the settings of an instance; they count from its next start, and what is left out is at its default.',
    onRepository.extend({ settings: instanceSettings }),
    instanceSettings,
    [...instanceFailures, 'invalid-input'],
  ),
} as const;
