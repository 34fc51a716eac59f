import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CleanupItem } from '../../../main/contract/cleanup.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import type { PageClock } from '../../api/page-clock.ts';
import { ask } from '../../api/problem.ts';
import { doesGo } from './cleanup-model.ts';

/** What no live instance owns on a host, as far as it was looked for. */
export interface Leftovers {
  readonly count: number;
  readonly sizeBytes: number;
  /** When it was counted, or tried to be, with the page's clock, epoch milliseconds. */
  readonly atMs: number;
  /** False when the host did not tell. */
  readonly isKnown: boolean;
}

export type LeftoversState = Readonly<Record<string, Leftovers>>;

/** How much was left behind, by profile id; a look removes nothing. */
export interface LeftoversModel {
  readonly store: StoreApi<LeftoversState>;
  /** Counts what was left behind, unless that was done a short while ago. */
  learn(profileId: string): Promise<void>;
  /** Takes a list that was made for another reason. */
  take(profileId: string, items: readonly CleanupItem[]): void;
}

/** Finding them takes the host a moment; they hardly change by themselves. */
const freshMs = 10 * 60_000;
const nothing: ReadonlySet<string> = new Set();

/** Makes the model; nothing is looked for yet. */
export function createLeftoversModel(client: Pick<BerthClient, 'cleanup'>, clock: PageClock): LeftoversModel {
  const store = createStore<LeftoversState>(() => ({}));
  const asked = new Set<string>();
  const take = (profileId: string, items: readonly CleanupItem[]) => {
    const going = items.filter((item) => doesGo(item, nothing));
    const sizeBytes = going.reduce((sum, item) => sum + (item.sizeBytes ?? 0), 0);
    store.setState({ [profileId]: { count: going.length, sizeBytes, atMs: clock.nowMs(), isKnown: true } });
  };
  return {
    store,
    take,
    async learn(profileId) {
      const known = store.getState()[profileId];
      if (asked.has(profileId) || (known !== undefined && clock.nowMs() - known.atMs < freshMs)) return;
      asked.add(profileId);
      const answer = await ask(() => client.cleanup.preview({ profile: profileId, level: 'leftovers' }));
      asked.delete(profileId);
      if (answer.ok) take(profileId, answer.value.items);
      else if (known === undefined) {
        store.setState({ [profileId]: { count: 0, sizeBytes: 0, atMs: clock.nowMs(), isKnown: false } });
      }
    },
  };
}
