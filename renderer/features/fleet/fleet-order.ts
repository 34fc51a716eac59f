/** By what the list is sorted; `order` is the user's own. */
export type FleetSort = 'order' | 'name' | 'state' | 'load' | 'memory';

/** What of a server counts for its place in the list. */
export interface FleetEntry {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly tags: readonly string[];
  readonly state: 'connected' | 'reconnecting' | 'connecting' | 'failed' | 'disconnected';
  /** Load of the last minute; null while it is not known. */
  readonly load: number | null;
  /** Used memory, 0 to 1; null while it is not known. */
  readonly memoryShare: number | null;
}

/** What needs somebody comes first, what is off last. */
const stateRank = { failed: 0, reconnecting: 1, connecting: 2, connected: 3, disconnected: 4 } as const;

/** The ids of the servers that match, in the order in which they are shown. Equal ones stay in the user's order. */
export function orderFleet(entries: readonly FleetEntry[], filter: string, sort: FleetSort): readonly string[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = entries.filter((entry) => words.every((word) => textOf(entry).includes(word)));
  return shown.toSorted((one, other) => compare(one, other, sort)).map(({ id }) => id);
}

const textOf = ({ name, address, tags }: FleetEntry) => [name, address, ...tags].join('\n').toLowerCase();

function compare(one: FleetEntry, other: FleetEntry, sort: FleetSort): number {
  switch (sort) {
    case 'order':
      return 0;
    case 'name':
      return one.name.localeCompare(other.name, undefined, { numeric: true });
    case 'state':
      return stateRank[one.state] - stateRank[other.state];
    case 'load':
      return highFirst(one.load, other.load);
    case 'memory':
      return highFirst(one.memoryShare, other.memoryShare);
  }
}

/** What is not known comes after everything that is. */
function highFirst(one: number | null, other: number | null): number {
  return (other ?? -1) - (one ?? -1);
}
