import type { Forward, ForwardKind } from '../../../../main/contract/forwards.ts';
import type { PortRow, Reach } from './port-rows.ts';

/** By what the ports are ordered. */
export type PortSort = 'port' | 'program' | 'repository' | 'reach';

/** Which ports are shown. */
export type PortFilter = 'all' | 'repositories' | 'reachable' | 'forwarded';

/** How the table is looked at. */
export interface PortView {
  readonly sort: PortSort;
  readonly isDescending: boolean;
  readonly filter: PortFilter;
  readonly search: string;
}

/** The ports as they are numbered, all of them. */
export const plainPortView: PortView = { sort: 'port', isDescending: false, filter: 'all', search: '' };

/** A line of the table: a port, and what of it is on this computer. */
export interface PortLine extends PortRow {
  readonly key: string;
  readonly forwards: readonly Forward[];
  /** A program that somebody started in an editor and may want to look at. */
  readonly isDevServer: boolean;
  /** What it most likely is, so that one click does the right thing; null where nothing can be forwarded. */
  readonly likely: ForwardKind | null;
  /** Of the host, where the program listens on that one only. */
  readonly forwardAddress: string | null;
}

/** Programs whose ports speak no HTTP. */
const plainPrograms =
  /^(sshd|postgres|mysqld|mariadbd|redis-server|mongod|memcached|systemd|cupsd|master|dovecot|smbd)$/;
const plainPorts = new Set([
  22, 25, 53, 110, 143, 465, 587, 993, 995, 1433, 1521, 3306, 5432, 5672, 6379, 11211, 27017,
]);

/** VS Code's own processes listen for one another; nobody wants to look at that. */
const isVsCodeItself = (command: string | null) =>
  command !== null && /code-server\/.*(bootstrap-fork|\/out\/)/.test(command);

function likelyKind({ protocol, kind, program, port, reach }: PortRow): ForwardKind | null {
  if (protocol === 'udp' || reach === 'closed' || kind === 'instance' || kind === 'nginx') return null;
  return plainPorts.has(port) || (program !== null && plainPrograms.test(program)) ? 'tcp' : 'web';
}

/** The ports of a host with their forwards; a forwarded port that nobody listens on is a line, too. */
export function portLines(
  rows: readonly PortRow[],
  forwards: readonly Forward[],
  nameOf: (instanceId: string) => string,
): PortLine[] {
  const lines = rows.map((row): PortLine => {
    const likely = likelyKind(row);
    return {
      ...row,
      key: `${row.protocol} ${row.port} ${row.owner} ${row.instanceId ?? ''}`,
      forwards: likely === null ? [] : forwards.filter(({ port }) => port === row.port),
      isDevServer:
        likely === 'web' && row.kind === 'foreign' && row.instanceId !== null && !isVsCodeItself(row.command),
      likely,
      forwardAddress: row.reach === 'one' ? row.address : null,
    };
  });
  const listening = new Set(lines.filter(({ likely }) => likely !== null).map(({ port }) => port));
  const silent = [...Map.groupBy(forwards, ({ port }) => port)].filter(([port]) => !listening.has(port));
  return [...lines, ...silent.map(([port, own]) => silentLine(port, own, nameOf))];
}

/** What is forwarded goes on being so while its program is away. */
function silentLine(port: number, forwards: readonly Forward[], nameOf: (id: string) => string): PortLine {
  const [first] = forwards;
  const instanceId = first?.repositoryId ?? null;
  return {
    port,
    protocol: 'tcp',
    kind: 'foreign',
    owner: 'nobody listens',
    program: null,
    user: null,
    pid: null,
    instanceId,
    repository: instanceId === null ? null : nameOf(instanceId),
    command: null,
    reach: 'closed',
    address: null,
    isSsh: false,
    key: `silent ${port}`,
    forwards,
    isDevServer: false,
    likely: first?.kind ?? 'web',
    forwardAddress: first?.address ?? null,
  };
}

const reachOrder: readonly Reach[] = ['every', 'one', 'host', 'closed'];
/** What has no value comes last. */
const last = '\uffff';

const compare: Readonly<Record<PortSort, (one: PortLine, other: PortLine) => number>> = {
  port: (one, other) => one.port - other.port || one.protocol.localeCompare(other.protocol),
  program: (one, other) => (one.program ?? last).localeCompare(other.program ?? last),
  repository: (one, other) => (one.repository ?? last).localeCompare(other.repository ?? last),
  reach: (one, other) => reachOrder.indexOf(one.reach) - reachOrder.indexOf(other.reach),
};

const filters: Readonly<Record<PortFilter, (line: PortLine) => boolean>> = {
  all: () => true,
  repositories: ({ instanceId }) => instanceId !== null,
  reachable: ({ reach }) => reach === 'every' || reach === 'one',
  forwarded: ({ forwards }) => forwards.length > 0,
};

/** The lines that a view shows, in its order; what is equal stays in the order of the ports. */
export function shownLines(lines: readonly PortLine[], { sort, isDescending, filter, search }: PortView): PortLine[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const textOf = (line: PortLine) =>
    `${line.port} ${line.protocol} ${line.owner} ${line.user ?? ''} ${line.repository ?? ''} ${line.command ?? ''} ${line.address ?? ''}`.toLowerCase();
  const order = compare[sort];
  return lines
    .filter((line) => filters[filter](line) && words.every((word) => textOf(line).includes(word)))
    .sort(compare.port)
    .sort((one, other) => (isDescending ? order(other, one) : order(one, other)));
}

/** What clicking the head of a column comes to: its order, and the other way round with the second click. */
export function sortedBy(view: PortView, sort: PortSort): PortView {
  return { ...view, sort, isDescending: view.sort === sort && !view.isDescending };
}

/** Where a forward is reached from this computer. */
export function addressHere({ kind, origin, localPort }: Forward): string {
  if (kind === 'web') return origin ?? '';
  return localPort === null ? '' : `localhost:${localPort}`;
}

/** The free port that a failure names; null when it names none. */
export function freePortIn(nextStep: string): number | null {
  const named = /port (\d+), which is free/.exec(nextStep)?.[1];
  return named === undefined ? null : Number(named);
}
