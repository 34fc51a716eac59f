import type { HostPort } from '../../../../main/contract/host-ports.ts';
import { programName } from '../../../lib/program-name.ts';
import { isLoopback } from './exposure.ts';

/** Who may reach a port. */
export type Reach = 'closed' | 'host' | 'one' | 'every';

/** One line of the list: the same program on the same port is one line, whatever addresses it listens on. */
export interface PortRow {
  readonly port: number;
  readonly protocol: HostPort['protocol'];
  readonly kind: HostPort['kind'];
  /** Who has it, in one word or two: a repository, Berth's nginx, a program with its user. */
  readonly owner: string;
  /** What listens; null for a claim, and where this user may not see it. */
  readonly program: string | null;
  readonly user: string | null;
  readonly pid: number | null;
  /** The repository whose editor it is, or whose terminal or extension started it. */
  readonly instanceId: string | null;
  readonly repository: string | null;
  /** The whole command line, for the tooltip. */
  readonly command: string | null;
  readonly reach: Reach;
  /** With `one`: the address. */
  readonly address: string | null;
  readonly isSsh: boolean;
}

const widest: readonly Reach[] = ['closed', 'host', 'one', 'every'];

/** The ports in order; a line says the widest reach of its addresses. */
export function portRows(ports: readonly HostPort[], nameOf: (instanceId: string) => string): PortRow[] {
  const rows = new Map<string, PortRow>();
  for (const port of ports) {
    const { address, command } = port;
    const reach = reachOf(address);
    const owner = ownerOf(port, nameOf);
    const key = `${port.protocol} ${port.port} ${owner} ${port.instanceId ?? ''}`;
    const known = rows.get(key);
    if (known !== undefined && widest.indexOf(known.reach) >= widest.indexOf(reach)) continue;
    const isSsh = command !== null && programName(command) === 'sshd';
    const { protocol, kind, user, pid, instanceId } = port;
    const program = command === null ? null : programName(command);
    const repository = instanceId === null ? null : nameOf(instanceId);
    const owned = { owner, program, user, pid, instanceId, repository, command };
    rows.set(key, { port: port.port, protocol, kind, ...owned, reach, address, isSsh });
  }
  return [...rows.values()].sort((one, other) => one.port - other.port);
}

function reachOf(address: string | null): Reach {
  if (address === null) return 'closed';
  if (isLoopback(address)) return 'host';
  return ['0.0.0.0', '::', '*', '[::]'].includes(address) ? 'every' : 'one';
}

function ownerOf({ kind, instanceId, command, user }: HostPort, nameOf: (instanceId: string) => string): string {
  if (kind === 'nginx') return 'Berth’s nginx';
  if (kind === 'foreign') {
    return [command === null ? 'another program' : programName(command), user].filter(Boolean).join(' · ');
  }
  const name = instanceId === null ? 'an instance' : nameOf(instanceId);
  return kind === 'claim' ? `${name} · claimed, not listening` : name;
}

/** Who may reach a port, in words. */
export function reachWords({ reach, address }: Pick<PortRow, 'reach' | 'address'>): string {
  if (reach === 'one') return `on ${address ?? ''}`;
  return { closed: 'closed', host: 'this server only', every: 'every network' }[reach];
}
