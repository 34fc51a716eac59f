import { poll } from '../../lib/poll.ts';
import type { BerthApp } from './berth-app.ts';
import { followRunning, learnSetup } from './setup-flow.ts';

/** Whether somebody looks at the page. */
export interface Visibility {
  readonly isVisible: () => boolean;
  readonly onVisible: (listener: () => void) => () => void;
}

/** Pause between two readings of a host, milliseconds: the refresh that the dashboard's promise is about. */
const statsEveryMs = 2_000;
const portsEveryMs = 15_000;
/** The same for each host on the page of all of them, and between the beginnings of two. */
const fleetEveryMs = 10_000;
const fleetStaggerMs = 200;

type Stop = () => void;

/**
 * Watches the instances of every connected host that is selected or has a tab, and reads repositories, figures and
 * ports of the selected one, or on the page of all hosts a few figures of each connected one. A link that drops keeps its
 * instances' watch: what was last known stays on the page.
 */
export function keepHostsWatched(app: BerthApp, visibility: Visibility): void {
  const watched = new Map<string, Stop>();
  const read = new Map<string, Stop>();
  const ofFleet = new Map<string, Stop>();
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
  };
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
  const { repositories, hostSettings, stats, ports, link, clock } = app;
  const noteHeard = (hasAnswered: boolean) => {
    if (hasAnswered) link.noteHeard(id);
  };
  // The list is what people wait for; what is missing can be told a moment later.
  void repositories.load(id).then(() => learnSetup(app, id));
  void hostSettings.learn(id);
  void followRunning(app, id);
  const { after } = clock;
  const stops = [
    poll({ ...visibility, after, everyMs: statsEveryMs, task: async () => noteHeard(await stats.read(id)) }),
    poll({ ...visibility, after, everyMs: portsEveryMs, task: async () => noteHeard(await ports.read(id)) }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Reads the few figures of one host of many, calmly and not at the same moment as the others'. */
function glanceAt(
  { stats, instances, link, clock }: BerthApp,
  visibility: Visibility,
  id: string,
  place: number,
  isWatched: () => boolean,
): Stop {
  const { after } = clock;
  const task = async () => {
    // A question on the way to a host whose link is being closed would open it again.
    if (link.isClosedByUser(id)) return;
    // The instances of a watched one are told as they change; an older answer must not cover that.
    const answers = [await stats.read(id), !isWatched() && (await instances.read(id))];
    if (answers.some(Boolean)) link.noteHeard(id);
  };
  let stop: Stop = () => undefined;
  const cancel = after(place * fleetStaggerMs, () => {
    stop = poll({ ...visibility, after, everyMs: fleetEveryMs, task });
  });
  return () => {
    cancel();
    stop();
  };
}
