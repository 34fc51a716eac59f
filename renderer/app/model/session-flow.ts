import type { BerthApp } from './berth-app.ts';
import { showRepository } from './layout-state.ts';
import { sessionTab, shellTab, terminalOfTab } from './tabs/session-tabs.ts';

/** Shows a terminal or agent of a host in its tab, as a new one at the end when there is none. */
export function openSession(
  { layout, makeTabId }: Pick<BerthApp, 'layout' | 'makeTabId'>,
  profileId: string,
  sessionId: string,
): void {
  const tabId = makeTabId();
  layout.setState((state) => showRepository(state, { tabId, profileId, repositoryId: sessionTab(sessionId) }), true);
}

/** Opens another plain shell of a host, which ends with the link; `path` is its folder, null the home folder. */
export function openShell(
  { layout, makeTabId }: Pick<BerthApp, 'layout' | 'makeTabId'>,
  profileId: string,
  path: string | null = null,
): void {
  const { tabs } = layout.getState();
  const numbers = tabs
    .map(({ repositoryId }) => terminalOfTab(repositoryId))
    .filter((known) => known?.kind === 'shell');
  const number = Math.max(0, ...numbers.map((known) => (known?.kind === 'shell' ? known.number : 0))) + 1;
  const tabId = makeTabId();
  const repositoryId = shellTab(number, path);
  layout.setState((state) => showRepository(state, { tabId, profileId, repositoryId }), true);
}
