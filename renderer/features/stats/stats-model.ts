import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HostStats } from '../../../main/contract/hosts.ts';
import type { HostReading } from '../../../main/contract/stats.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { ask, type Problem } from '../../api/problem.ts';
import { withReading } from './live-stats.ts';

/** The last figures of one host; old ones stay when newer ones fail. */
export interface HostFigures {
  /** Null until the host was asked once; with everything that was read since. */
  readonly stats: HostStats | null;
  /** The last reading of a host that is watched; null before the first. */
  readonly reading: HostReading | null;
  /** Why the host did not tell its figures when it was asked. */
  readonly problem: Problem | null;
  /** Why it cannot be watched; null while it is, or nobody tried. */
  readonly watchProblem: Problem | null;
}

export type StatsState = Readonly<Record<string, HostFigures>>;

/** Figures by profile id. */
export interface StatsModel {
  readonly store: StoreApi<StatsState>;
  /** Asks a host once for all that it tells, its name and estimates included; true when it answered. */
  read(profileId: string): Promise<boolean>;
  /** Takes what a host is doing at this moment. */
  take(profileId: string, reading: HostReading): void;
  /** The watch of a host failed. */
  noteUnwatched(profileId: string, problem: Problem): void;
}

const nothing: HostFigures = { stats: null, reading: null, problem: null, watchProblem: null };

/** Makes the model; nothing is read yet. */
export function createStatsModel(client: Pick<BerthClient, 'hosts'>): StatsModel {
  const store = createStore<StatsState>(() => ({}));
  const change = (profileId: string, part: (known: HostFigures) => Partial<HostFigures>) =>
    store.setState((state) => {
      const known = state[profileId] ?? nothing;
      return { [profileId]: { ...known, ...part(known) } };
    });
  return {
    store,
    async read(profileId) {
      const answer = await ask(() => client.hosts.stats({ profile: profileId }));
      change(profileId, ({ reading }) =>
        answer.ok ? { stats: newest(answer.value, reading), problem: null } : { problem: answer.failure },
      );
      return answer.ok;
    },
    take: (profileId, reading) =>
      change(profileId, ({ stats }) => ({
        reading,
        stats: stats === null ? null : withReading(stats, reading),
        watchProblem: null,
      })),
    noteUnwatched: (profileId, problem) => change(profileId, () => ({ watchProblem: problem })),
  };
}

/** Both have the host's clock; an answer that was long under way does not cover what was read since. */
function newest(stats: HostStats, reading: HostReading | null): HostStats {
  return reading !== null && reading.atMs >= stats.collectedAtMs ? withReading(stats, reading) : stats;
}
