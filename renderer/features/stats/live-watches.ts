import type { StatsItem } from '../../../main/contract/stats.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { follow } from '../../api/follow.ts';
import type { PageClock } from '../../api/page-clock.ts';
import type { Session } from '../../api/session.ts';

/** How one host is watched. */
export interface WatchWish {
  readonly intervalSeconds: number;
  readonly hasProcesses: boolean;
}

/** The one watch that this page has on each host that it shows. */
export interface LiveWatches {
  /** Watches exactly these hosts from here on; one that is watched as it is wished goes on undisturbed. */
  want(wishes: ReadonlyMap<string, WatchWish>): void;
  /** Tries a host at once whose watch failed. */
  retry(profileId: string): void;
}

interface LiveWatchParts {
  readonly client: Pick<BerthClient, 'stats'>;
  readonly session: Pick<Session, 'onOpen'>;
  readonly clock: PageClock;
  readonly onItem: (profileId: string, item: StatsItem) => void;
}

interface Running {
  readonly wish: WatchWish;
  readonly stop: () => void;
}

/** A host on which the watch fails is left alone for so long, because it would most likely fail again, milliseconds. */
const pauseAfterFailureMs = 30_000;

/** Makes the watches; no host is watched yet. */
export function createLiveWatches({ client, session, clock, onItem }: LiveWatchParts): LiveWatches {
  const running = new Map<string, Running>();
  const begin = (profileId: string, wish: WatchWish) => {
    let stop: () => void = () => undefined;
    // What is told at once may lead back here; the place is taken first.
    running.set(profileId, { wish, stop: () => stop() });
    const unfollow = follow({
      session,
      clock,
      open: (signal) => client.stats.watch({ profile: profileId, ...wish }, { signal }),
      onItem: (item) => {
        if (item.type === 'failed') {
          stop();
          stop = clock.after(pauseAfterFailureMs, () => begin(profileId, wish));
        }
        onItem(profileId, item);
      },
    });
    stop = unfollow;
  };
  const end = (profileId: string) => {
    running.get(profileId)?.stop();
    running.delete(profileId);
  };
  return {
    want(wishes) {
      for (const [profileId, { wish }] of [...running]) {
        const wanted = wishes.get(profileId);
        if (wanted === undefined || !isSame(wanted, wish)) end(profileId);
      }
      for (const [profileId, wish] of wishes) if (!running.has(profileId)) begin(profileId, wish);
    },
    retry(profileId) {
      const known = running.get(profileId);
      if (known === undefined) return;
      known.stop();
      begin(profileId, known.wish);
    },
  };
}

const isSame = (one: WatchWish, other: WatchWish) =>
  one.intervalSeconds === other.intervalSeconds && one.hasProcesses === other.hasProcesses;
