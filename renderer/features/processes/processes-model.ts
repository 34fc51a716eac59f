import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../../main/contract/failure.ts';
import type { ProcessRow } from '../../../main/contract/processes.ts';
import type { StatsItem } from '../../../main/contract/stats.ts';
import type { PageClock } from '../../api/page-clock.ts';
import { applyProcesses } from './process-table.ts';

/** The processes of one host as they were at the last reading. */
export interface HostProcesses {
  /** By pid. The map is changed in place; `reading` tells that it was. */
  readonly rows: ReadonlyMap<number, ProcessRow>;
  /** Another number with each reading; 0 until the first one. */
  readonly reading: number;
  /** How many processes there are beyond those that are told. */
  readonly untoldCount: number;
  /** Of the host, bytes; null until it was told. */
  readonly memoryTotalBytes: number | null;
  /** The host's clock at the last reading, epoch milliseconds; null until it was told. */
  readonly hostNowMs: number | null;
  /** When the last reading came, by this machine's clock, epoch milliseconds. */
  readonly heardAtMs: number | null;
  /** Why no reading comes; what was read stays. */
  readonly trouble: {
    readonly failure: Failure;
    /** `retried`: it goes on by itself; `waiting`: somebody has to connect the host; `failed`: the host refused. */
    readonly kind: 'retried' | 'waiting' | 'failed';
  } | null;
}

export type ProcessesState = Readonly<Record<string, HostProcesses>>;

/** The processes of hosts by profile id. What was read stays when nobody watches any more. */
export interface ProcessesModel {
  readonly store: StoreApi<ProcessesState>;
  /** Takes what a watch of a host's readings told. */
  take(profileId: string, item: StatsItem): void;
  /** Somebody looks at the processes of a host again: what is too old to be taken for true is forgotten. */
  enter(profileId: string): void;
}

/** What nobody looked at for so long is not shown again as if it were true, milliseconds. */
const keptMs = 30_000;

/** A host of which nothing is known. */
export const emptyHost: HostProcesses = {
  rows: new Map(),
  reading: 0,
  untoldCount: 0,
  memoryTotalBytes: null,
  hostNowMs: null,
  heardAtMs: null,
  trouble: null,
};

/** A table is drawn in another frame than the one that reads what was told, so that none of them is long, milliseconds. */
const drawAfterMs = 20;

interface Table {
  readonly rows: Map<number, ProcessRow>;
  /** What is told with the next drawing. */
  next: Pick<HostProcesses, 'hostNowMs' | 'memoryTotalBytes' | 'untoldCount' | 'heardAtMs'>;
  /** Calls the next drawing off; null while there is nothing to draw. */
  cancelDraw: (() => void) | null;
}

/** Makes the model; nothing is known yet. */
export function createProcessesModel(clock: PageClock): ProcessesModel {
  const store = createStore<ProcessesState>(() => ({}));
  const tables = new Map<string, Table>();
  const hostOf = (profileId: string) => store.getState()[profileId] ?? emptyHost;
  const change = (profileId: string, part: Partial<HostProcesses>) =>
    store.setState(() => ({ [profileId]: { ...hostOf(profileId), ...part } }));
  const tableOf = (profileId: string): Table => {
    const next = { hostNowMs: null, memoryTotalBytes: null, untoldCount: 0, heardAtMs: null };
    const known = tables.get(profileId) ?? { rows: new Map(), next, cancelDraw: null };
    tables.set(profileId, known);
    return known;
  };
  /** All that was told since the last drawing, at once. */
  const draw = (profileId: string) => {
    const table = tableOf(profileId);
    table.cancelDraw?.();
    table.cancelDraw = null;
    change(profileId, { ...table.next, rows: table.rows, reading: hostOf(profileId).reading + 1, trouble: null });
  };
  return {
    store,
    take(profileId, item) {
      const { trouble, reading } = hostOf(profileId);
      const table = tableOf(profileId);
      switch (item.type) {
        case 'reading': {
          const { atMs, memory } = item.reading;
          table.next = { ...table.next, hostNowMs: atMs, memoryTotalBytes: memory.totalBytes };
          break;
        }
        case 'processes':
          applyProcesses(table.rows, item);
          table.next = { ...table.next, untoldCount: item.untoldCount, heardAtMs: clock.nowMs() };
          if (reading === 0) draw(profileId);
          else table.cancelDraw ??= clock.after(drawAfterMs, () => draw(profileId));
          break;
        case 'waiting':
          if (table.cancelDraw !== null) draw(profileId);
          change(profileId, { trouble: { failure: item.failure, kind: item.isRetried ? 'retried' : 'waiting' } });
          break;
        case 'failed':
          if (table.cancelDraw !== null) draw(profileId);
          // A watch that fails is begun again; the same words every two seconds are no news.
          if (trouble?.kind !== 'failed' || trouble.failure.message !== item.failure.message) {
            change(profileId, { trouble: { failure: item.failure, kind: 'failed' } });
          }
          break;
        case 'ports-changed':
          break;
      }
    },
    enter(profileId) {
      const { heardAtMs } = hostOf(profileId);
      if (heardAtMs === null || clock.nowMs() - heardAtMs <= keptMs) return;
      tables.get(profileId)?.cancelDraw?.();
      tables.delete(profileId);
      change(profileId, emptyHost);
    },
  };
}
