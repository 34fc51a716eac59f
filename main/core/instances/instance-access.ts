import { z } from 'zod';
import type { Result } from '../../contract/failure.ts';
import { instanceId } from '../../contract/references.ts';
import type { GateTarget } from '../gate/gate.ts';
import { type Host, placeOf } from '../host.ts';
import { openRouteChannel } from './route-channel.ts';

/** A socket's address holds 107 bytes. What cannot be one is no socket: the way over TCP is left. */
const socketPath = z
  .string()
  .startsWith('/')
  .refine((path) => Buffer.byteLength(path) <= 107 && !/\p{Cc}/u.test(path))
  .nullable()
  .catch(null);
const portNumber = z.number().int().min(1).max(65535);

/** What `instance-access` answers: the key to a running instance. It never leaves the core. */
const access = z.object({
  id: instanceId,
  port: portNumber,
  /** 64 hex digits; the value of code-server's session cookie. */
  token: z.string().regex(/^[0-9a-f]{64}$/),
  path: z.string().startsWith('/'),
  routePort: portNumber.nullable(),
  /** The socket that leads to the same as the route's port. */
  routeSocket: socketPath,
});
export type InstanceAccess = z.output<typeof access>;

/** Asks the host for the key to a running instance. */
export function readAccess(host: Host, id: string): Promise<Result<InstanceAccess>> {
  return host.remote.call('instance-access', ['--id', id], access);
}

/** How the gate reaches an instance: through nginx, or straight to the claim where there is none. */
export function gateTarget({ profile, link }: Host, access: InstanceAccess): GateTarget {
  const { id, port, token, path, routePort } = access;
  const ends = { port: routePort ?? port, socket: routePort === null ? null : access.routeSocket };
  return {
    profileId: profile.id,
    instanceId: id,
    place: placeOf(profile),
    openChannel: () => openRouteChannel(link, ends),
    whenReachable: async (waitMs) => (await link.whenConnected(waitMs)).ok,
    upstreamPath: routePort === null ? '/' : `/vscode/${id}/`,
    instanceCookie: { name: `code-server-session-${id}`, value: token },
    folder: path,
  };
}
