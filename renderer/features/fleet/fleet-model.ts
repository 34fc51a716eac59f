import { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type PageStorage, readStored, writeStored } from '../../lib/stored-json.ts';
import type { FleetSort } from './fleet-order.ts';

/** How the servers are listed; kept while other pages are looked at. */
export interface FleetState {
  readonly filter: string;
  readonly sort: FleetSort;
  /** All of the list are being connected. */
  readonly isConnectingAll: boolean;
  /** Ids of those whose turn has not come yet. */
  readonly queuedIds: readonly string[];
}

export type FleetModel = StoreApi<FleetState>;

const storageKey = 'berth.fleet';
const stored = z.object({
  filter: z.string().max(200),
  sort: z.enum(['order', 'name', 'state', 'cpu', 'memory', 'disk']).catch('order') satisfies z.ZodType<FleetSort>,
});

/** Makes the model as the list was left the last time: else no filter, in the user's own order. */
export function createFleetModel(storage: PageStorage): FleetModel {
  const kept = readStored(storage, storageKey, stored) ?? { filter: '', sort: 'order' };
  const store = createStore<FleetState>(() => ({ ...kept, isConnectingAll: false, queuedIds: [] }));
  store.subscribe(({ filter, sort }, before) => {
    if (filter === before.filter && sort === before.sort) return;
    writeStored(storage, storageKey, { filter: filter.slice(0, 200), sort });
  });
  return store;
}
