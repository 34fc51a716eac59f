import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HistoryPoint, HostReading } from '../../../main/contract/stats.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import type { PageClock } from '../../api/page-clock.ts';
import { ask, type Problem } from '../../api/problem.ts';
import { pointOf } from './resource-points.ts';

/** How far back the charts reach. */
export type RangeMinutes = 10 | 60 | 360 | 1440;

/** So many moments are in a chart; a phone and a wide screen show them both. */
export const chartPointCount = 360;

/** What is known of the past of one host. */
export interface HostPast {
  /** What the page saw itself, oldest first, with the host's clock. */
  readonly live: readonly HistoryPoint[];
  /** What the host noted, as it was read for a range; older than a few minutes only when nobody looked since. */
  readonly history: Readonly<Partial<Record<RangeMinutes, readonly HistoryPoint[]>>>;
  /** Host clock minus the page's, milliseconds; 0 until the host told. */
  readonly clockOffsetMs: number;
  readonly isLoading: boolean;
  /** Why the notes of the host could not be read; null when they could. */
  readonly problem: Problem | null;
}

export type ResourcesState = Readonly<Record<string, HostPast>>;

/** The past of hosts, by profile id. */
export interface ResourcesModel {
  readonly store: StoreApi<ResourcesState>;
  /** Takes a reading of a host that is watched; `homePath` is the file system of Berth's home there, null while it is not known. */
  take(profileId: string, reading: HostReading, homePath: string | null): void;
  /** Reads what a host noted; asked twice for the same at a time, it is read once. */
  load(profileId: string, range: RangeMinutes): Promise<void>;
}

/** So much of what was seen is kept: the rest is in the host's notes. */
const keptMs = 20 * 60_000;
/** A clock that is set back farther than this begins a new past; less than this is a clock that is being corrected. */
const setBackMs = 10_000;

export const noPast: HostPast = { live: [], history: {}, clockOffsetMs: 0, isLoading: false, problem: null };

/** Makes the model; nothing is read yet. */
export function createResourcesModel(client: Pick<BerthClient, 'stats'>, clock: PageClock): ResourcesModel {
  const store = createStore<ResourcesState>(() => ({}));
  const asked = new Set<string>();
  const change = (profileId: string, part: (known: HostPast) => Partial<HostPast>) =>
    store.setState((state) => {
      const known = state[profileId] ?? noPast;
      return { [profileId]: { ...known, ...part(known) } };
    });
  return {
    store,
    take(profileId, reading, homePath) {
      change(profileId, ({ live, history }) => {
        const last = live.at(-1);
        const point = pointOf(reading, homePath, last);
        const lastMs = last?.atMs ?? Number.NEGATIVE_INFINITY;
        const isSetBack = point.atMs < lastMs - setBackMs;
        // With another clock the notes are of other moments too; they are read anew by whoever shows them.
        const kept = isSetBack ? [] : live.filter(({ atMs }) => atMs > point.atMs - keptMs && atMs < point.atMs);
        return {
          live: [...kept, point],
          history: isSetBack ? {} : history,
          clockOffsetMs: point.atMs - clock.nowMs(),
        };
      });
    },
    async load(profileId, range) {
      const key = `${range} ${profileId}`;
      if (asked.has(key)) return;
      asked.add(key);
      change(profileId, () => ({ isLoading: true }));
      const { clockOffsetMs } = store.getState()[profileId] ?? noPast;
      const fromMs = clock.nowMs() + clockOffsetMs - range * 60_000;
      const answer = await ask(() => client.stats.history({ profile: profileId, fromMs, pointCount: chartPointCount }));
      asked.delete(key);
      change(profileId, ({ history, live, clockOffsetMs: known }) =>
        answer.ok
          ? {
              history: { ...history, [range]: answer.value.points },
              clockOffsetMs: live.length > 0 ? known : answer.value.nowMs - clock.nowMs(),
              isLoading: false,
              problem: null,
            }
          : { isLoading: false, problem: answer.failure },
      );
    },
  };
}
