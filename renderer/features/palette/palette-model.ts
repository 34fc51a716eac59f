import { createStore, type StoreApi } from 'zustand/vanilla';

/** What is searched: everything, or the servers only. */
export type PaletteScope = 'all' | 'servers';

/** Whether the palette is open, and for what. */
export interface PaletteState {
  readonly scope: PaletteScope | null;
}

/** The list of everything that one can go to or do, found by words. */
export interface PaletteModel {
  readonly store: StoreApi<PaletteState>;
  open(scope: PaletteScope): void;
  close(): void;
}

/** Makes the model, closed. */
export function createPaletteModel(): PaletteModel {
  const store = createStore<PaletteState>(() => ({ scope: null }));
  return {
    store,
    open: (scope) => store.setState({ scope }),
    close: () => store.setState({ scope: null }),
  };
}
