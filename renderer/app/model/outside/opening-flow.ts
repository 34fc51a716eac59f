import type { Opening } from '../../../../main/contract/surroundings.ts';
import { follow } from '../../../api/follow.ts';
import type { BerthApp } from '../berth-app.ts';
import { openHost } from '../editor-flow.ts';
import { findTab, showRepository } from '../layout-state.ts';
import { isTerminalTab, terminalOfTab } from '../tabs/session-tabs.ts';

/** So long a wish is kept while its server does not answer, milliseconds; after that it would come as a surprise. */
const patienceMs = 120_000;

interface Wish {
  readonly opening: Opening;
  readonly untilMs: number;
  /** Its server's page is shown, and connected to, as if it had been clicked. */
  isShown: boolean;
  /** The list of the server is read once more for it, because what is asked for may be in it only by now. */
  listing: 'none' | 'reading' | 'read';
}

/**
 * Shows the editors that the tray or a link asks for: only of servers that are here and repositories that they list. Nothing
 * is started: the tab of one that rests has a button for that.
 */
export function keepOpeningsAnswered(app: BerthApp): void {
  const { session, clock, profiles, repositories, instances, link, layout } = app;
  let wish: Wish | null = null;
  const settle = (words: string | null) => {
    wish = null;
    if (words !== null) app.announcement.setState(words, true);
  };
  const answer = () => {
    if (wish === null || profiles.store.getState().state !== 'ready') return;
    const { opening, untilMs } = wish;
    if (clock.nowMs() > untilMs) return settle(null);
    const profileId = findProfile(app, opening.profile);
    if (profileId === null) return settle(`Nothing is opened: no server here is called ${opening.profile}`);
    const repositoryId = findRepository(app, profileId, opening.repository);
    if (repositoryId !== null) {
      const target = { tabId: app.makeTabId(), profileId, repositoryId };
      settle(null);
      openHost(app, profileId);
      layout.setState((state) => showRepository(state, target), true);
      return;
    }
    if (wish.listing === 'read') {
      // Its terminals and agents are told by themselves, once its page is shown.
      const isSession = isTerminalTab(opening.repository);
      if (isSession && app.sessions.store.getState()[profileId]?.list == null) return;
      if (isSession) return settle(`Nothing is opened: ${nameOf(app, profileId)} has no such terminal any more`);
      const list = repositories.store.getState()[profileId];
      // The page of the server, which is shown by now, reads it too.
      if (list?.isLoading === true) return;
      const isTold = list?.repositories != null;
      const reason = isTold ? `lists no repository ${opening.repository}` : 'does not tell what it has';
      return settle(`Nothing is opened: ${nameOf(app, profileId)} ${reason}`);
    }
    if (wish.listing === 'reading') return;
    if (!wish.isShown) {
      wish.isShown = true;
      // That leads back here.
      openHost(app, profileId);
    } else if (link.store.getState().statuses[profileId]?.state === 'connected') void list(profileId);
    // Somebody who goes on to another server does not wait for this one.
    else if (layout.getState().profileId !== profileId) settle(null);
  };
  const list = async (profileId: string) => {
    const own = wish;
    if (own === null) return;
    own.listing = 'reading';
    await repositories.load(profileId);
    own.listing = 'read';
    answer();
  };
  follow({
    session,
    clock,
    open: (signal) => session.client.shell.openings({}, { signal }),
    onItem: (opening) => {
      wish = { opening, untilMs: clock.nowMs() + patienceMs, isShown: false, listing: 'none' };
      answer();
    },
  });
  for (const store of [profiles.store, repositories.store, instances.store, link.store, app.sessions.store, layout])
    store.subscribe(answer);
}

/** A server by its id, else by a name that only it has. */
function findProfile({ profiles }: BerthApp, reference: string): string | null {
  const saved = profiles.store.getState().profiles;
  return only(saved, reference);
}

/** A repository that its server lists or runs, or that has a tab, by its id, else by a name that only it has. */
function findRepository(app: BerthApp, profileId: string, reference: string): string | null {
  const { repositories, instances, layout, sessions } = app;
  const listed = repositories.store.getState()[profileId]?.repositories ?? [];
  if (findTab(layout.getState(), profileId, reference) !== null) return reference;
  const target = terminalOfTab(reference);
  if (target?.kind === 'session')
    return sessions.find(profileId, target.sessionId)?.id === target.sessionId ? reference : null;
  if (instances.find(profileId, reference) !== null) return reference;
  return only(listed, reference);
}

function only(known: readonly { readonly id: string; readonly name: string }[], reference: string): string | null {
  if (known.some(({ id }) => id === reference)) return reference;
  const [found, ...others] = known.filter(({ name }) => name === reference);
  return found !== undefined && others.length === 0 ? found.id : null;
}

const nameOf = ({ profiles }: BerthApp, profileId: string) =>
  profiles.store.getState().profiles.find(({ id }) => id === profileId)?.name ?? profileId;
