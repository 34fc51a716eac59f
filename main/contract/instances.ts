import { z } from 'zod';
import { call, operation, stream } from './define.ts';
import { failure } from './failure.ts';
import { hostFailures } from './host-failures.ts';
import { instanceId, onHost, onRepository } from './references.ts';

export const instanceState = z.enum(['starting', 'running', 'suspended', 'stopped', 'crashed']);

/** One code-server process tree serving one repository. */
export const instance = z.object({
  id: instanceId,
  /** The repository's name. */
  repository: z.string(),
  /** Absolute path of the repository on the host. */
  path: z.string(),
  state: instanceState,
  /** The claimed port on the host's loopback; null when nothing is claimed. */
  port: z.number().int().nullable(),
  /** Process id of the tree's root; null when nothing runs. */
  pid: z.number().int().nullable(),
  /** Proportional set size of the whole tree; resident size where that is unreadable; null when nothing runs. */
  memoryBytes: z.number().nullable(),
  /** Host clock, epoch milliseconds. */
  startedAtMs: z.number().nullable(),
});
export type Instance = z.output<typeof instance>;

/** Where to find the editor of a running instance. */
export const editorAddress = z.object({
  instanceId,
  /** The instance's own web origin on this machine; stable for the instance's life. */
  origin: z.string(),
  /** One-shot address that lets a browser in; valid for 30 s. */
  entryUrl: z.string(),
  /** True when nginx is missing on the host and the gate goes straight to the claim. */
  isDirect: z.boolean(),
});
export type EditorAddress = z.output<typeof editorAddress>;

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
  start: operation('Starts VS Code for a repository; a running one is returned as it is.', onRepository, instance),
  stop: operation('Stops the VS Code of a repository and everything it started.', onRepository, instance),
  open: call('Lets a tab into a running instance.', onRepository, editorAddress, [
    ...hostFailures,
    'repository-not-found',
    'instance-not-found',
    'instance-not-running',
    'gate-failed',
  ]),
} as const;
