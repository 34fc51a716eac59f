import type { BerthApp } from './berth-app.ts';
import { keepHosts } from './layout-state.ts';

/** So many hosts of restored tabs are tried at once: enough to be quick, and few enough for one on the way of many. */
const attemptCountAtOnce = 4;

/**
 * Tabs and the selection follow the profiles that exist. Once these are known, the host that is looked at is connected, and
 * quietly those of the other tabs: what they ask waits until somebody looks. A network that is not there yet is waited for.
 * In safe mode nothing is connected by itself.
 */
export function keepLayoutTrue(app: Pick<BerthApp, 'profiles' | 'layout' | 'link' | 'isSafe'>): void {
  const { profiles, layout, link, isSafe } = app;
  let hasConnected = false;
  profiles.store.subscribe(({ state, profiles: saved }) => {
    if (state !== 'ready') return;
    layout.setState(
      (known) =>
        keepHosts(
          known,
          saved.map(({ id }) => id),
        ),
      true,
    );
    if (hasConnected || isSafe) return;
    hasConnected = true;
    const { profileId, tabs } = layout.getState();
    if (profileId !== null) void link.connect(profileId, { isKept: true });
    const others = new Set(tabs.map((tab) => tab.profileId).filter((id) => id !== profileId));
    connectQuietly(app, [...others]);
  });
}

function connectQuietly({ link, layout }: Pick<BerthApp, 'link' | 'layout'>, profileIds: readonly string[]): void {
  const waiting = [...profileIds];
  const work = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      // Its tabs may be closed by now, and it may have been connected by hand.
      const isWanted = layout.getState().tabs.some(({ profileId }) => profileId === id);
      if (isWanted && !link.isClosedByUser(id)) await link.connect(id, { isQuiet: true, isKept: true });
    }
  };
  for (let count = 0; count < attemptCountAtOnce; count += 1) void work();
}
