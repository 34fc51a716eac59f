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
} as const;
