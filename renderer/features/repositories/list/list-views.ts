import { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type PageStorage, readStored, writeStored } from '../../../lib/stored-json.ts';

/** In which order the repositories of a host are listed. */
export const repositorySort = z.enum(['state', 'name', 'opened']);
export type RepositorySort = z.output<typeof repositorySort>;

/** How the list of one host is looked at. */
export interface ListView {
  readonly sort: RepositorySort;
  readonly search: string;
}

export type ListViewsState = Readonly<Record<string, ListView>>;

const storageKey = 'berth.lists';
/** So many hosts are remembered. */
const maxHosts = 200;
const stored = z
  .array(z.object({ profileId: z.string().max(80), sort: repositorySort, search: z.string().max(200) }))
  .max(maxHosts);

/** How a list is looked at that nobody changed: what is in use first. */
export const plainView: ListView = { sort: 'state', search: '' };

/** How each host's repositories are looked at, by profile id; it is the same after a reload. */
export interface ListViewsModel {
  readonly store: StoreApi<ListViewsState>;
  change(profileId: string, part: Partial<ListView>): void;
}

/** Makes the model from what was kept; what cannot be read is forgotten. */
export function createListViews(storage: PageStorage): ListViewsModel {
  const store = createStore<ListViewsState>(() => load(storage));
  store.subscribe((state) => save(storage, state));
  return {
    store,
    change: (profileId, part) =>
      store.setState((state) => ({ [profileId]: { ...(state[profileId] ?? plainView), ...part } })),
  };
}

function load(storage: PageStorage): ListViewsState {
  const views = readStored(storage, storageKey, stored) ?? [];
  return Object.fromEntries(views.map(({ profileId, ...view }) => [profileId, view]));
}

function save(storage: PageStorage, state: ListViewsState): void {
  const views = Object.entries(state)
    .filter(([, { sort, search }]) => sort !== plainView.sort || search !== '')
    .map(([profileId, { sort, search }]) => ({ profileId, sort, search: search.slice(0, 200) }))
    .slice(-maxHosts);
  writeStored(storage, storageKey, views);
}
