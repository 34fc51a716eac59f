import { z } from 'zod';
import type { Result } from '../../contract/failure.ts';
import { instanceId } from '../../contract/references.ts';
import type { Gate, GateEntry, GateTarget } from '../gate/gate.ts';
import { type Host, placeOf } from '../host.ts';
import type { Clock } from '../ports.ts';
import { openAhead } from '../streams/open-ahead.ts';

const portNumber = z.number().int().min(1).max(65535);

/** What `instance-access` answers: the key to a running instance. It never leaves the core. */
const access = z.object({
  id: instanceId,
  port: portNumber,
  /** 64 hex digits; the value of code-server's session cookie. */
  token: z.string().regex(/^[0-9a-f]{64}$/),
  path: z.string().startsWith('/'),
  routePort: portNumber.nullable(),
});
export type InstanceAccess = z.output<typeof access>;

/** Asks the host for the key to a running instance. */
export function readAccess(host: Host, id: string): Promise<Result<InstanceAccess>> {
  return host.remote.call('instance-access', ['--id', id], access);
}

/** How the gate reaches an instance: through nginx, or straight to the claim where there is none. */
export function gateTarget({ profile, link }: Host, { id, port, token, path, routePort }: InstanceAccess): GateTarget {
  return {
    profileId: profile.id,
    instanceId: id,
    place: placeOf(profile),
    openChannel: () => link.forward('127.0.0.1', routePort ?? port),
    whenReachable: async (waitMs) => (await link.whenConnected(waitMs)).ok,
    upstreamPath: routePort === null ? '/' : `/vscode/${id}/`,
    instanceCookie: { name: `code-server-session-${id}`, value: token },
    folder: path,
  };
}

/** Lets tabs of an instance in. Their channels are opened ahead, so that far hosts answer requests in turn at once. */
export function letIn(gate: Gate, host: Host, access: InstanceAccess, clock: Clock): Promise<GateEntry> {
  const target = gateTarget(host, access);
  return gate.admit({ ...target, openChannel: openAhead(() => target.openChannel(true), clock) });
}
