import type { ProcessRow } from '../../../../main/contract/processes.ts';
import type { HostReading, StatsItem } from '../../../../main/contract/stats.ts';
import type { TestCore } from '../../../support/app/test-core.ts';
import { profile } from './stage.ts';

/** The processes that a page would show, by pid. */
export type ShownProcesses = ReadonlyMap<number, ProcessRow>;

/** Somebody who watches a host. */
export interface HostViewer {
  /** Everything that was told. */
  readonly items: readonly StatsItem[];
  /** Waits until what is shown fits. */
  until<T>(find: (reading: HostReading, shown: ShownProcesses) => T | undefined): Promise<T>;
  /** Waits for the next item that fits. */
  next(isMeant: (item: StatsItem) => boolean): Promise<StatsItem>;
  leave(): Promise<void>;
}

interface ViewerOptions {
  readonly hasProcesses?: boolean;
  readonly intervalSeconds?: number;
}

/** Watches a host as a page does, and shows what it would. Not through the contract, which has no interval below 2 s. */
export function watchHost(app: TestCore, options: ViewerOptions = {}): HostViewer {
  const { hasProcesses = true, intervalSeconds = 0.2 } = options;
  const leaving = new AbortController();
  const items: StatsItem[] = [];
  const shown = new Map<number, ProcessRow>();
  let reading: HostReading | null = null;
  let changed = Promise.withResolvers<void>();
  const take = (item: StatsItem) => {
    items.push(item);
    if (item.type === 'reading') reading = item.reading;
    if (item.type === 'processes') {
      if (item.isWhole) shown.clear();
      for (const pid of item.gone) shown.delete(pid);
      for (const row of item.rows) shown.set(row.pid, row);
      for (const update of item.updates) {
        const known = shown.get(update.pid);
        if (known === undefined) throw new Error(`nobody was told of ${update.pid}`);
        shown.set(update.pid, { ...known, ...update });
      }
    }
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const over = (async () => {
    const wants = { profile, intervalSeconds, hasProcesses };
    for await (const item of app.core.handlers.stats.watch(wants, { signal: leaving.signal })) take(item);
  })();
  const ended = over.then(() => {
    throw new Error('the watch has ended');
  });
  // Whoever waits hears of it; nobody has to.
  ended.catch(() => {});
  const change = () => Promise.race([changed.promise, ended]);
  return {
    items,
    async until(find) {
      for (;;) {
        const found = reading === null ? undefined : find(reading, shown);
        if (found !== undefined) return found;
        await change();
      }
    },
    async next(isMeant) {
      for (let from = items.length; ; ) {
        const found = items.slice(from).find(isMeant);
        if (found !== undefined) return found;
        from = items.length;
        await change();
      }
    },
    async leave() {
      leaving.abort();
      await over;
    },
  };
}
