import { findServers, type SearchedServer } from '../../lib/find-servers.ts';

/** By what the list is sorted; `order` is the user's own. */
export type FleetSort = 'order' | 'name' | 'state' | 'cpu' | 'memory' | 'disk';

/** What of a server counts for its place in the list. */
export interface FleetEntry extends SearchedServer {
  readonly id: string;
  readonly state: 'connected' | 'reconnecting' | 'connecting' | 'failed' | 'disconnected';
  /** Used processor time, 0 to 1; null while it is not known. */
  readonly cpuShare: number | null;
  /** Used memory, 0 to 1; null while it is not known. */
  readonly memoryShare: number | null;
  /** Used part of the disk, 0 to 1; null while it is not known. */
  readonly diskShare: number | null;
}

/** What needs somebody comes first, what is off last. */
const stateRank = { failed: 0, reconnecting: 1, connecting: 2, connected: 3, disconnected: 4 } as const;

/** The ids of the servers that match, in the order in which they are shown. Equal ones stay in the user's order. */
export function orderFleet(entries: readonly FleetEntry[], filter: string, sort: FleetSort): readonly string[] {
  return findServers(entries, filter)
    .toSorted((one, other) => compare(one, other, sort))
    .map(({ id }) => id);
}

function compare(one: FleetEntry, other: FleetEntry, sort: FleetSort): number {
  switch (sort) {
    case 'order':
      return 0;
    case 'name':
      return one.name.localeCompare(other.name, undefined, { numeric: true });
    case 'state':
      return stateRank[one.state] - stateRank[other.state];
    case 'cpu':
      return highFirst(one.cpuShare, other.cpuShare);
    case 'memory':
      return highFirst(one.memoryShare, other.memoryShare);
    case 'disk':
      return highFirst(one.diskShare, other.diskShare);
  }
}

/** What is not known comes after everything that is. */
function highFirst(one: number | null, other: number | null): number {
  return (other ?? -1) - (one ?? -1);
}
