import { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type PageStorage, readStored, writeStored } from '../../lib/stored-json.ts';

/** A column that can decide the order. */
export const sortColumn = z.enum(['name', 'role', 'user', 'pid', 'state', 'cpu', 'memory', 'age']);
export type SortColumn = z.output<typeof sortColumn>;

const arrangement = z.object({
  /** One group for each repository, then Berth's own, then the others. */
  isGrouped: z.boolean(),
  /** Each process below the one that started it. */
  isTree: z.boolean(),
  sortBy: sortColumn,
  isDescending: z.boolean(),
});
/** How processes are put in order; the same for all hosts, and after a reload. */
export type Arrangement = z.output<typeof arrangement>;

/** What of the processes of a host is shown. Empty texts let everything through. */
export interface ProcessFilter {
  readonly search: string;
  /** `instances`, `session`, `berth`, `other`, or `instance:` and an id. */
  readonly owner: string;
  readonly user: string;
  /** Letters of the states, as in proc(5). */
  readonly states: string;
}

/** How somebody looks at the processes of one host, for as long as the page is open. */
export interface HostProcessView extends ProcessFilter {
  /** Groups and processes that are open where they are folded at first, or the other way round. */
  readonly toggledIds: ReadonlySet<string>;
}

/** The state of all views. */
export interface ProcessViewsState {
  readonly arrangement: Arrangement;
  /** By profile id. */
  readonly hosts: Readonly<Record<string, HostProcessView>>;
}

/** How processes are looked at. */
export interface ProcessViewsModel {
  readonly store: StoreApi<ProcessViewsState>;
  arrange(part: Partial<Arrangement>): void;
  /** Decides the order by a column; once more turns it round. */
  sortBy(column: SortColumn): void;
  filter(profileId: string, part: Partial<ProcessFilter>): void;
  /** Folds or opens a group or the children of a process. */
  toggle(profileId: string, id: string): void;
}

const storageKey = 'berth.processes';
const plainArrangement: Arrangement = { isGrouped: true, isTree: false, sortBy: 'cpu', isDescending: true };
/** Everything is shown. */
export const openFilter: ProcessFilter = { search: '', owner: '', user: '', states: '' };
/** How a host is looked at that nobody looked at yet. */
export const plainProcessView: HostProcessView = { ...openFilter, toggledIds: new Set() };

/** Figures and ages are asked for from the largest on, words from A on. */
const descendingFirst: ReadonlySet<SortColumn> = new Set(['cpu', 'memory', 'age']);

/** Makes the model from what was kept; what cannot be read is forgotten. */
export function createProcessViews(storage: PageStorage): ProcessViewsModel {
  const store = createStore<ProcessViewsState>(() => ({
    arrangement: readStored(storage, storageKey, arrangement) ?? plainArrangement,
    hosts: {},
  }));
  const viewOf = (profileId: string) => store.getState().hosts[profileId] ?? plainProcessView;
  const change = (profileId: string, part: Partial<HostProcessView>) =>
    store.setState(({ hosts }) => ({ hosts: { ...hosts, [profileId]: { ...viewOf(profileId), ...part } } }));
  const arrange = (part: Partial<Arrangement>) => {
    store.setState((state) => ({ arrangement: { ...state.arrangement, ...part } }));
    writeStored(storage, storageKey, store.getState().arrangement);
  };
  return {
    store,
    arrange,
    sortBy(column) {
      const { sortBy, isDescending } = store.getState().arrangement;
      arrange({ sortBy: column, isDescending: sortBy === column ? !isDescending : descendingFirst.has(column) });
    },
    filter: change,
    toggle(profileId, id) {
      const toggledIds = new Set(viewOf(profileId).toggledIds);
      if (!toggledIds.delete(id)) toggledIds.add(id);
      change(profileId, { toggledIds });
    },
  };
}
