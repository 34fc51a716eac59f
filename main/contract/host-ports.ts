import { z } from 'zod';
import { call } from './define.ts';
import { hostFailures } from './host-failures.ts';
import { onHost } from './references.ts';

/** One port of a host that a program listens on, or a claim nobody listens on. */
export const hostPort = z.object({
  port: z.number().int(),
  protocol: z.enum(['tcp', 'udp']).default('tcp'),
  /** The address it listens on; `0.0.0.0` and `::` are open to every network; null for a claim without a listener. */
  address: z.string().nullable(),
  /** `instance` is an editor on its claimed port; `foreign` anything that is not Berth's own, also what an editor's terminal started. */
  kind: z.enum(['instance', 'nginx', 'claim', 'foreign']),
  /** Whose it is: with `foreign`, the instance in whose terminal or extension the program was started, by the mark in its environment. */
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
