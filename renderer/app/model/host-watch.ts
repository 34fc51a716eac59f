import type { StatsItem } from '../../../main/contract/stats.ts';
import { diskOf } from '../../features/stats/live-stats.ts';
import { poll } from '../../lib/poll.ts';
import type { BerthApp } from './berth-app.ts';
import { keepSeen } from './keep-seen.ts';
import { followRunning, learnSetup } from './setup-flow.ts';
import { watchWishes } from './watch-wishes.ts';

/** Whether somebody looks at the page. */
export interface Visibility {
  readonly isVisible: () => boolean;
  /** Calls the listener whenever that may have changed. */
  readonly onVisible: (listener: () => void) => () => void;
}

/** Between two questions after what the watch of a host does not tell: its name, and what editors take there; milliseconds. */
const statsEveryMs = 60_000;
/** The same while that was never answered, or while the host cannot be watched and these are all figures there are. */
const missingStatsEveryMs = 5_000;
const portsEveryMs = 15_000;
/** Between two lists of the instances of a host on the page of all of them, and between the beginnings of two. */
const fleetEveryMs = 10_000;
const fleetStaggerMs = 200;

type Stop = () => void;

/**
 * Watches the instances of every connected host that is selected or has a tab, and reads repositories and ports of the
 * selected one, or on the page of all hosts a few figures of each connected one. What a host does is watched where it is seen.
 * A link that drops keeps its watches: what was last known stays on the page.
 */
export function keepHostsWatched(app: BerthApp, visibility: Visibility): void {
  const watched = new Map<string, Stop>();
  const read = new Map<string, Stop>();
  const ofFleet = new Map<string, Stop>();
  const live = new Set<string>();
  const update = () => {
    const { profileId, tabs, activeTabId } = app.layout.getState();
    const { statuses } = app.link.store.getState();
    const stateOf = (id: string) => statuses[id]?.state ?? 'disconnected';
    const wanted = new Set([...(profileId === null ? [] : [profileId]), ...tabs.map((tab) => tab.profileId)]);
    const isWatchable = (id: string) =>
      stateOf(id) === 'connected' || (stateOf(id) === 'reconnecting' && watched.has(id));
    reconcile(watched, new Set([...wanted].filter(isWatchable)), (id) => {
      // Tabs of a host that nobody looked at yet have their names from its list.
      if (id !== profileId && app.repositories.store.getState()[id] === undefined) void app.repositories.load(id);
      return app.instances.watch(id);
    });
    const isRead = profileId !== null && stateOf(profileId) === 'connected';
    reconcile(read, new Set(isRead ? [profileId] : []), (id) => readHost(app, visibility, id));
    const isFleet = profileId === null && activeTabId === null;
    const linked = Object.keys(statuses).filter((id) => stateOf(id) === 'connected');
    reconcile(ofFleet, new Set(isFleet ? linked : []), (id) =>
      glanceAt(app, visibility, id, ofFleet.size, () => watched.has(id)),
    );
    const isLive = (id: string) =>
      !app.link.isClosedByUser(id) && (stateOf(id) === 'connected' || (stateOf(id) === 'reconnecting' && live.has(id)));
    const wishes = watchWishes(app.layout.getState(), isSeen() ? Object.keys(statuses).filter(isLive) : []);
    live.clear();
    for (const id of wishes.keys()) live.add(id);
    app.watches.want(wishes);
  };
  const isSeen = keepSeen(visibility, app.clock, update);
  app.layout.subscribe(update);
  app.link.store.subscribe(update);
  update();
}

/** Begins what is wanted and not there, ends what is there and not wanted. */
function reconcile(running: Map<string, Stop>, wanted: ReadonlySet<string>, begin: (id: string) => Stop): void {
  for (const [id, stop] of running) {
    if (wanted.has(id)) continue;
    running.delete(id);
    stop();
  }
  for (const id of wanted) {
    if (running.has(id)) continue;
    // Beginning may tell the stores at once and lead back here; the place is taken first.
    running.set(id, () => undefined);
    running.set(id, begin(id));
  }
}

function readHost(app: BerthApp, visibility: Visibility, id: string): Stop {
  const { repositories, hostSettings, ports, link, clock } = app;
  const noteHeard = (hasAnswered: boolean) => {
    if (hasAnswered) link.noteHeard(id);
  };
  // The list is what people wait for; what is missing can be told a moment later.
  void repositories.load(id).then(() => learnSetup(app, id));
  void hostSettings.learn(id);
  void followRunning(app, id);
  const { after } = clock;
  const stops = [
    poll({ ...visibility, after, everyMs: missingStatsEveryMs, task: readFigures(app, id) }),
    poll({ ...visibility, after, everyMs: portsEveryMs, task: async () => noteHeard(await ports.read(id)) }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Reads the few figures of one host of many, calmly and not at the same moment as the others'. */
function glanceAt(app: BerthApp, visibility: Visibility, id: string, place: number, isWatched: () => boolean): Stop {
  const { instances, link } = app;
  const { after } = app.clock;
  const task = async () => {
    // A question on the way to a host whose link is being closed would open it again.
    if (link.isClosedByUser(id)) return;
    // The instances of a watched one are told as they change; an older answer must not cover that.
    const hasAnswered = !isWatched() && (await instances.read(id));
    if (hasAnswered) link.noteHeard(id);
  };
  let stops: Stop[] = [];
  const cancel = after(place * fleetStaggerMs, () => {
    stops = [
      poll({ ...visibility, after, everyMs: fleetEveryMs, task }),
      poll({ ...visibility, after, everyMs: missingStatsEveryMs, task: readFigures(app, id) }),
    ];
  });
  return () => {
    cancel();
    for (const stop of stops) stop();
  };
}

/** Asks a host for what its watch does not tell, seldom once that is known. */
function readFigures({ stats, link, clock }: BerthApp, id: string): () => Promise<void> {
  let answeredAtMs = Number.NEGATIVE_INFINITY;
  return async () => {
    const isWatched = stats.store.getState()[id]?.watchProblem == null;
    if (link.isClosedByUser(id) || (isWatched && clock.nowMs() - answeredAtMs < statsEveryMs)) return;
    if (!(await stats.read(id))) return;
    answeredAtMs = clock.nowMs();
    link.noteHeard(id);
  };
}

/** Hands what a host is doing to whatever shows it. */
export function takeLive(app: BerthApp, profileId: string, item: StatsItem): void {
  const { stats, resources, processes, ports, link } = app;
  processes.take(profileId, item);
  if (item.type === 'reading') {
    stats.take(profileId, item.reading);
    const home = stats.store.getState()[profileId]?.stats?.disk.path ?? '/';
    resources.take(profileId, item.reading, diskOf(item.reading.disks, home)?.path ?? null);
    link.noteHeard(profileId);
  }
  if (item.type === 'failed') stats.noteUnwatched(profileId, item.failure);
  if (item.type === 'ports-changed') void ports.read(profileId);
}
