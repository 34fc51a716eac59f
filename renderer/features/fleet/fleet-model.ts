import { createStore, type StoreApi } from 'zustand/vanilla';
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

/** Makes the model: no filter, in the user's own order. */
export function createFleetModel(): FleetModel {
  return createStore<FleetState>(() => ({ filter: '', sort: 'order', isConnectingAll: false, queuedIds: [] }));
}
