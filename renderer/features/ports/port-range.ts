import type { HostPort } from '../../../main/contract/host-ports.ts';
import { type Profile, type ProfileDraft, profileDraft } from '../../../main/contract/profiles.ts';
import { programName } from '../../lib/program-name.ts';

/** The ports that instances may claim, both ends included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** What one port of the range is used for. */
export interface RangeCell {
  readonly port: number;
  readonly state: 'free' | 'claim' | 'crashed' | 'instance' | 'nginx' | 'foreign';
  /** Who holds it: a repository or a program; null when it is free. */
  readonly name: string | null;
  readonly pid: number | null;
}

/** What a range comes to on a host. */
export interface RangeFacts {
  readonly portCount: number;
  /** Ports that nobody listens on or has claimed. */
  readonly freeCount: number;
  /** One cell for each port; only those that are taken when the range is too long to draw. */
  readonly cells: readonly RangeCell[];
  readonly isShortened: boolean;
  /** Instances that hold a port beside the range. */
  readonly outside: readonly RangeCell[];
}

/** A range that is longer is told by its taken ports alone. */
const longestStrip = 96;
const weights = { instance: 0, nginx: 1, foreign: 2, claim: 3, crashed: 3, free: 4 } as const;

/** Looks at the range as the host's ports stand. */
export function rangeFacts(
  { first, last }: PortRange,
  ports: readonly HostPort[],
  nameOf: (instanceId: string) => string,
  isCrashed: (instanceId: string) => boolean,
): RangeFacts {
  const taken = new Map<number, RangeCell>();
  for (const listed of ports.filter(({ protocol }) => protocol === 'tcp')) {
    const { port, kind, instanceId, pid } = listed;
    const state = kind === 'claim' && instanceId !== null && isCrashed(instanceId) ? 'crashed' : kind;
    const known = taken.get(port);
    if (known !== undefined && weights[known.state] <= weights[kind]) continue;
    taken.set(port, { port, state, name: holderOf(listed, nameOf), pid });
  }
  const portCount = Math.max(0, last - first + 1);
  const isInside = ({ port }: RangeCell) => port >= first && port <= last;
  const cells = [...taken.values()].sort((one, other) => one.port - other.port);
  const inside = cells.filter(isInside);
  const isShortened = portCount > longestStrip;
  const drawn = isShortened
    ? inside
    : Array.from({ length: portCount }, (_, index): RangeCell => {
        const port = first + index;
        return taken.get(port) ?? { port, state: 'free', name: null, pid: null };
      });
  return {
    portCount,
    freeCount: portCount - inside.length,
    cells: drawn,
    isShortened,
    outside: cells.filter((cell) => !isInside(cell) && ['instance', 'claim', 'crashed'].includes(cell.state)),
  };
}

/** How many ports of the range nobody has: no row of a repository, and no program that is not an editor. */
export function freePortCount(
  { first, last }: PortRange,
  rows: readonly { readonly port: number | null }[],
  ports: readonly HostPort[],
): number {
  // Rows are told at once and ports every few seconds, so editors are counted by the rows.
  const others = ports.filter(({ protocol, kind }) => protocol === 'tcp' && (kind === 'foreign' || kind === 'nginx'));
  const taken = new Set([...rows, ...others].map(({ port }) => port));
  const inside = [...taken].filter((port) => port !== null && port >= first && port <= last);
  return Math.max(0, last - first + 1) - inside.length;
}

function holderOf({ kind, instanceId, command }: HostPort, nameOf: (instanceId: string) => string): string {
  if (kind === 'nginx') return 'Berth’s nginx';
  if (kind === 'foreign') return command === null ? 'another program' : programName(command);
  return instanceId === null ? 'an editor' : nameOf(instanceId);
}

/** A range as typed. */
export interface RangeForm {
  readonly first: string;
  readonly last: string;
}

type Checked =
  | { readonly ok: true; readonly range: PortRange; readonly draft: ProfileDraft }
  | { readonly ok: false; readonly message: string; readonly field: keyof RangeForm };

/** Checks a typed range by the contract's own schema of profiles. */
export function checkRange(profile: Profile, { first, last }: RangeForm): Checked {
  const checked = profileDraft.safeParse({ ...profile, portFirst: first.trim(), portLast: last.trim() });
  if (checked.success) {
    const { portFirst, portLast } = checked.data;
    return { ok: true, range: { first: portFirst, last: portLast }, draft: checked.data };
  }
  const issue = checked.error.issues[0];
  return {
    ok: false,
    message: issue?.message ?? 'Not a range',
    field: issue?.path[0] === 'portLast' ? 'last' : 'first',
  };
}
