import type { BerthApp } from './berth-app.ts';
import type { Visibility } from './host-watch.ts';
import { keepSeen } from './keep-seen.ts';
import type { LayoutState } from './layout-state.ts';
import { terminalOfTab } from './tabs/session-tabs.ts';

/** Follows the sessions of every linked host on which somebody sees them; nothing while nobody looks. */
export function keepSessionsWatched(app: BerthApp, visibility: Visibility): void {
  const update = () => {
    const { statuses } = app.link.store.getState();
    const isLinked = (id: string) => statuses[id]?.state === 'connected' && !app.link.isClosedByUser(id);
    const linked = isSeen() ? Object.keys(statuses).filter(isLinked) : [];
    const panel = app.agents.getState();
    const talkedTo = 'profileId' in panel ? panel.profileId : null;
    app.sessions.want(sessionWishes(app.layout.getState(), linked, talkedTo));
  };
  const isSeen = keepSeen(visibility, app.clock, update);
  app.layout.subscribe(update);
  app.link.store.subscribe(update);
  app.agents.subscribe(update);
  update();
}

/**
 * Whose sessions are seen: those of the host whose page is shown, of all of `linkedIds` on the page of all hosts, and of every
 * host with a session in the tab bar, where its state is; and of `openProfileId`, of which something is open above the page.
 */
export function sessionWishes(
  { profileId, activeTabId, tabs }: Pick<LayoutState, 'profileId' | 'activeTabId' | 'tabs'>,
  linkedIds: readonly string[],
  openProfileId: string | null = null,
): ReadonlySet<string> {
  const isFleet = profileId === null && activeTabId === null;
  // A plain shell is none that the host tells of.
  const ofTabs = tabs
    .filter(({ repositoryId }) => terminalOfTab(repositoryId)?.kind === 'session')
    .map((tab) => tab.profileId);
  const shown = activeTabId === null && profileId !== null ? [profileId] : [];
  const wanted = new Set([...ofTabs, ...shown]);
  return new Set(linkedIds.filter((id) => isFleet || id === openProfileId || wanted.has(id)));
}
