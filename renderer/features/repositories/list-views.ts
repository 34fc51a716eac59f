import { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';

/** In which order the repositories of a host are listed. */
export const repositorySort = z.enum(['state', 'name', 'opened']);
export type RepositorySort = z.output<typeof repositorySort>;

/** How the list of one host is looked at. */
export interface ListView {
  readonly sort: RepositorySort;
  readonly search: string;
}

export type ListViewsState = Readonly<Record<string, ListView>>;

/** The part of `localStorage` that is used. */
type ViewStorage = Pick<Storage, 'getItem' | 'setItem'>;

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
export function createListViews(storage: ViewStorage): ListViewsModel {
  const store = createStore<ListViewsState>(() => load(storage));
  store.subscribe((state) => save(storage, state));
  return {
    store,
    change: (profileId, part) =>
      store.setState((state) => ({ [profileId]: { ...(state[profileId] ?? plainView), ...part } })),
  };
}

function load(storage: ViewStorage): ListViewsState {
  try {
    const read = stored.safeParse(JSON.parse(storage.getItem(storageKey) ?? '[]'));
    if (!read.success) return {};
    return Object.fromEntries(read.data.map(({ profileId, ...view }) => [profileId, view]));
  } catch {
    // No JSON: somebody else wrote it.
    return {};
  }
}

function save(storage: ViewStorage, state: ListViewsState): void {
  const views = Object.entries(state)
    .filter(([, { sort, search }]) => sort !== plainView.sort || search !== '')
    .map(([profileId, { sort, search }]) => ({ profileId, sort, search: search.slice(0, 200) }))
    .slice(-maxHosts);
  try {
    storage.setItem(storageKey, JSON.stringify(views));
  } catch {
    // Private windows and full disks refuse; the page works the same without.
  }
}
