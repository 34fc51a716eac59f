import type { Failure } from '../../contract/failure.ts';
import type { HostReading, StatsItem } from '../../contract/stats.ts';
import type { ProcessTable } from './process-table.ts';

/** What somebody wants to see of a host. */
export interface Wants {
  readonly intervalSeconds: number;
  readonly hasProcesses: boolean;
}

/** What is known of a host that is watched. A counter tells a viewer that it was not told the present value. */
export interface Known {
  readonly table: ProcessTable;
  reading: HostReading | null;
  readingCount: number;
  /** How often somebody began or ceased to listen on a port. */
  portsCount: number;
  /** Why there are no readings for the moment. */
  wait: { readonly failure: Failure; readonly isRetried: boolean } | null;
  waitCount: number;
}

/** Why a watch is over: the host leads elsewhere, or cannot be watched. */
export type WatchEnd = { readonly type: 'moved' } | { readonly type: 'failed'; readonly failure: Failure };

/**
 * One that watches a host. It holds no queue: whoever reads slowly is told what is true by then, and of the processes what
 * changed since.
 */
export class Viewer {
  readonly wants: Wants;
  readonly #known: Known;
  #toldReading = 0;
  #toldTable = 0;
  #toldPorts: number;
  #toldWait = 0;
  #end: WatchEnd | null = null;
  #isClosed = false;
  #wake: () => void = () => {};

  constructor(wants: Wants, known: Known) {
    this.wants = wants;
    this.#known = known;
    this.#toldPorts = known.portsCount;
  }

  /** There is something to tell. */
  wake(): void {
    this.#wake();
  }

  end(end: WatchEnd): void {
    this.#end ??= end;
    this.#wake();
  }

  /** Nobody reads any more. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  /** What is new until the watch is over; null is a reader that left. */
  async *items(): AsyncGenerator<StatsItem, WatchEnd | null, void> {
    while (!this.#isClosed) {
      // Before it looks, so that what happens from here on is not missed.
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const items = this.#take();
      for (const item of items) yield item;
      if (items.length > 0) continue;
      if (this.#end !== null) return this.#end;
      await promise;
    }
    return null;
  }

  #take(): StatsItem[] {
    const { table, reading, readingCount, portsCount, wait, waitCount } = this.#known;
    const items: StatsItem[] = [];
    if (reading !== null && this.#toldReading !== readingCount) items.push({ type: 'reading', reading });
    const changes = this.wants.hasProcesses ? table.since(this.#toldTable) : null;
    if (changes !== null) {
      this.#toldTable = table.version;
      items.push(changes);
    }
    if (this.#toldPorts !== portsCount) items.push({ type: 'ports-changed' });
    if (wait !== null && this.#toldWait !== waitCount) items.push({ type: 'waiting', ...wait });
    [this.#toldReading, this.#toldPorts, this.#toldWait] = [readingCount, portsCount, waitCount];
    return items;
  }
}
