import { portOfName } from '../../../main/contract/forwards.ts';
import type { Session } from '../../../main/contract/session-words.ts';
import type { Problem } from '../../api/problem.ts';
import { fontSizes } from '../../features/terminal/terminal-settings-model.ts';
import { startTerminal } from './agents-panel.ts';
import type { BerthApp } from './berth-app.ts';
import { closeEditor } from './editor-flow.ts';
import type { EditorTabInfo, LayoutState } from './layout-state.ts';
import { openShell } from './session-flow.ts';
import { shownTabIds, splitTabs } from './tabs/panes.ts';
import { replaceTabs } from './tabs/replace-tabs.ts';
import { isTerminalTab, sessionTab, terminalOfTab } from './tabs/session-tabs.ts';

/** A bell counts as heard once its tab is shown; a tab that is closed tells nothing more. */
export function keepSignsSeen({ layout, terminalSigns }: Pick<BerthApp, 'layout' | 'terminalSigns'>): void {
  layout.subscribe((now, before) => {
    for (const tabId of shownTabIds(now)) terminalSigns.see(tabId);
    for (const { tabId } of before.tabs) {
      if (!now.tabs.some((tab) => tab.tabId === tabId)) terminalSigns.forget(tabId);
    }
  });
}

/** What a tab's session is, as its host told it last; null for plain shells and editors. */
export function toldSession(
  { sessions }: Pick<BerthApp, 'sessions'>,
  tab: Pick<EditorTabInfo, 'profileId' | 'repositoryId'>,
) {
  const target = terminalOfTab(tab.repositoryId);
  return target?.kind === 'session' ? sessions.find(tab.profileId, target.sessionId) : null;
}

/** The repository that is shown, or that the shown terminal is bound to; null where it is none. */
export function shownRepository(app: Pick<BerthApp, 'layout' | 'sessions'>): string | null {
  const { tabs, activeTabId } = app.layout.getState();
  const tab = tabs.find(({ tabId }) => tabId === activeTabId);
  if (tab === undefined || portOfName(tab.repositoryId) !== null) return null;
  return isTerminalTab(tab.repositoryId) ? (toldSession(app, tab)?.instanceId ?? null) : tab.repositoryId;
}

/** Starts a terminal where the user is and shows it; without tmux on the host it is a plain shell. */
export async function newTerminal(app: BerthApp, profileId: string): Promise<void> {
  const keeping = app.sessions.store.getState()[profileId]?.list?.keeping;
  const repositoryId = shownRepository(app);
  if (keeping?.tmuxVersion !== null) return startTerminal(app, profileId, repositoryId);
  const repositories = app.repositories.store.getState()[profileId]?.repositories ?? [];
  openShell(app, profileId, repositories.find(({ id }) => id === repositoryId)?.path ?? null);
}

/** Opens another view of a terminal's session beside it. */
export function showOnceMore({ layout, makeTabId }: Pick<BerthApp, 'layout' | 'makeTabId'>, tab: EditorTabInfo): void {
  const tabId = makeTabId();
  layout.setState((state) => {
    const index = state.tabs.findIndex((known) => known.tabId === tab.tabId);
    if (index < 0) return state;
    const added: LayoutState = { ...state, tabs: state.tabs.toSpliced(index + 1, 0, { ...tab, tabId }) };
    return splitTabs(added, tabId, tab.tabId, 'right');
  }, true);
}

/**
 * Starts a session that ended once more: with the same title, preset and model, in the same folder, which with a worktree is
 * that. It takes the place of the old one, which is removed last; why it did not start, and then nothing has changed.
 */
export async function startAgain(app: BerthApp, profileId: string, ended: Session): Promise<Problem | null> {
  const { sessions, announcement } = app;
  const answer = await sessions.start(profileId, {
    preset: ended.preset,
    title: ended.title,
    model: ended.model,
    repository: ended.instanceId,
    path: ended.path,
    size: { columns: ended.columns, rows: ended.rows },
  });
  if (!answer.ok) return answer.failure;
  const { id, title } = answer.value;
  const places = { profileId, repositoryId: sessionTab(ended.id), nextRepositoryId: sessionTab(id) };
  app.layout.setState((state) => replaceTabs(state, places, app.makeTabId), true);
  const removed = await sessions.stop(profileId, ended.id);
  if (removed?.ok !== true) {
    const why = removed === null ? '' : ` ${removed.failure.message}`;
    announcement.setState(`${title} runs. The one that ended is still there.${why}`, true);
    return null;
  }
  // No two are called the same, so the new one could not be called like this before.
  const renamed = title === ended.title ? null : await sessions.rename(profileId, id, ended.title);
  if (renamed?.ok === false) announcement.setState(`It is called ${title} now: ${renamed.failure.message}`, true);
  return null;
}

/** Asks for the size that a session has now; its host tells it by itself only every few seconds. */
export async function readSize({ sessions }: Pick<BerthApp, 'sessions'>, profileId: string, sessionId: string) {
  const answer = await sessions.capture(profileId, sessionId, 0);
  const list = sessions.store.getState()[profileId]?.list?.sessions ?? [];
  const known = list.find(({ id }) => id === sessionId);
  // Without an answer the size of before counts until the host tells another one.
  if (!answer.ok || known === undefined) return;
  const { columns, rows } = answer.value;
  if (columns !== known.columns || rows !== known.rows) sessions.take(profileId, { ...known, columns, rows });
}

/** Takes up the conversation of an agent that ended, in the same session. */
export async function resumeSession(app: BerthApp, profileId: string, ended: Session): Promise<boolean> {
  const answer = await app.sessions.resume(profileId, ended.id);
  if (answer === null) return false;
  if (!answer.ok) app.announcement.setState(`${answer.failure.message} ${answer.failure.nextStep}`, true);
  return answer.ok;
}

/** Removes a session that ended from its host, and its tab. */
export async function removeEnded(app: BerthApp, tab: EditorTabInfo, ended: Session): Promise<void> {
  const answer = await app.sessions.stop(tab.profileId, ended.id);
  if (answer?.ok === true) await closeEditor(app, tab.tabId);
  else if (answer !== null) app.announcement.setState(`${answer.failure.message} ${answer.failure.nextStep}`, true);
}

/** Draws the letters of all terminals larger, smaller, or in their usual size; false where the tab is no terminal. */
export function zoomTerminals(
  { terminalSettings, announcement }: Pick<BerthApp, 'terminalSettings' | 'announcement'>,
  { repositoryId }: Pick<EditorTabInfo, 'repositoryId'>,
  direction: 'in' | 'out' | 'reset',
): boolean {
  if (!isTerminalTab(repositoryId)) return false;
  const { fontSizePx } = terminalSettings.store.getState();
  terminalSettings.change({
    fontSizePx: direction === 'reset' ? fontSizes.usual : fontSizePx + (direction === 'in' ? 1 : -1),
  });
  announcement.setState(`Letters in terminals: ${terminalSettings.store.getState().fontSizePx} px`, true);
  return true;
}
