import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Download } from '../../../main/contract/surroundings.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { ask, type Problem } from '../../api/problem.ts';

export interface DownloadsState {
  /** The latest first. */
  readonly downloads: readonly Download[];
  readonly isOpen: boolean;
  /** Why the last click did nothing. */
  readonly problem: Problem | null;
}

/** Files that come from editors to this computer. */
export interface DownloadsModel {
  readonly store: StoreApi<DownloadsState>;
  take(downloads: readonly Download[]): void;
  change(id: string, action: 'show' | 'cancel' | 'forget'): Promise<void>;
  /** Takes all that have ended off the list. */
  forgetEnded(): Promise<void>;
  setOpen(isOpen: boolean): void;
}

/** Makes the model; `onEnd` is told of each that ends by itself. */
export function createDownloadsModel(
  client: Pick<BerthClient, 'shell'>,
  onEnd: (download: Download) => void,
): DownloadsModel {
  const store = createStore<DownloadsState>(() => ({ downloads: [], isOpen: false, problem: null }));
  let hasBegun = false;
  const change: DownloadsModel['change'] = async (id, action) => {
    const answer = await ask(() => client.shell.changeDownload({ id, action }));
    store.setState({ problem: answer.ok ? null : answer.failure });
  };
  return {
    store,
    take(downloads) {
      const before = new Map(store.getState().downloads.map(({ id, state }) => [id, state]));
      // What had ended before this page came was told then.
      const isNews = hasBegun;
      hasBegun = true;
      store.setState({ downloads });
      for (const download of downloads) {
        const { id, state } = download;
        if (isNews && before.get(id) !== state && (state === 'done' || state === 'failed')) onEnd(download);
      }
    },
    change,
    async forgetEnded() {
      const ended = store.getState().downloads.filter(({ state }) => state !== 'running');
      await Promise.all(ended.map(({ id }) => change(id, 'forget')));
    },
    setOpen: (isOpen) => store.setState({ isOpen, problem: null }),
  };
}

/** How far all running ones are together, 0 to 1; null while nobody knows, or when none runs. */
export function shareOf(downloads: readonly Download[]): number | null {
  const running = downloads.filter(({ state }) => state === 'running');
  if (running.length === 0 || running.some(({ totalBytes }) => totalBytes === null)) return null;
  const sum = (pick: (download: Download) => number) => running.reduce((total, one) => total + pick(one), 0);
  return (
    sum(({ receivedBytes }) => receivedBytes) /
    Math.max(
      1,
      sum(({ totalBytes }) => totalBytes ?? 0),
    )
  );
}
