import { z } from 'zod';
import { call } from './define.ts';
import { hostFailures } from './host-failures.ts';
import { onHost } from './references.ts';

/** One listening TCP port of a host, or a claim nobody listens on. */
export const hostPort = z.object({
  port: z.number().int(),
  /** The address it listens on; `0.0.0.0` and `::` are open to every network; null for a claim without a listener. */
  address: z.string().nullable(),
  kind: z.enum(['instance', 'nginx', 'claim', 'foreign']),
  instanceId: z.string().nullable(),
  pid: z.number().int().nullable(),
  user: z.string().nullable(),
  command: z.string().nullable(),
});
export type HostPort = z.output<typeof hostPort>;

/** The ports of a host. */
export const ports = {
  list: call(
    'Lists the listening ports of a host and Berth’s claims.',
    onHost,
    z.array(hostPort).max(5000),
    hostFailures,
  ),
  reconcile: call(
    'Makes claims and records agree with the processes and listeners that are really there.',
    onHost,
    z.object({
      changes: z
        .array(
          z.object({
            /** A path, a port or an instance id. */
            target: z.string(),
            /** What was put right, as a sentence. */
            message: z.string(),
          }),
        )
        .max(5000),
    }),
    hostFailures,
  ),
} as const;
