import { portName, portOfName } from '../../../main/contract/forwards.ts';
import { ask } from '../../api/problem.ts';
import { addressHere } from '../../features/ports/table/port-table.ts';
import type { BerthApp } from './berth-app.ts';
import { closeEditor, hasView } from './editor-flow.ts';
import { type EditorTabInfo, partnerOf, setZoom } from './layout-state.ts';
import { partnerFor, showPartner, splitTabs, unsplit } from './tabs/panes.ts';
import { isTerminalTab, terminalOfTab } from './tabs/session-tabs.ts';
import * as order from './tabs/tab-order.ts';
import { isUsualZoom, nextZoom, zoomWords } from './tabs/zoom-steps.ts';
import { zoomTerminals } from './terminal-flow.ts';

/** What can be done with tabs, from a key, a menu or the palette. Without an id it is done with the shown tab. */

const say = (app: BerthApp, words: string) => app.announcement.setState(words, true);

function tabOf({ layout }: BerthApp, tabId?: string): EditorTabInfo | null {
  const { tabs, activeTabId } = layout.getState();
  return tabs.find((tab) => tab.tabId === (tabId ?? activeTabId)) ?? null;
}

/** Shows the tab so many places further, or before; after the last comes the host's page. */
export function showNextTab({ layout }: BerthApp, step: 1 | -1): void {
  layout.setState((state) => order.showNext(state, step), true);
}

/** Moves the shown tab one place to the right, or to the left. */
export function moveShownTab(app: BerthApp, step: 1 | -1): void {
  const tab = tabOf(app);
  if (tab !== null) app.layout.setState((state) => order.moveTabBy(state, tab.tabId, step), true);
}

/** Pins a tab, or lets it go. */
export function togglePin(app: BerthApp, tabId?: string): void {
  const tab = tabOf(app, tabId);
  if (tab !== null) app.layout.setState((state) => order.setPinned(state, tab.tabId, !tab.isPinned), true);
}

/** Closes the shown tab; a pinned one stays, because a key is pressed quickly. */
export function closeShownTab(app: BerthApp): void {
  const tab = tabOf(app);
  if (tab === null) return;
  if (tab.isPinned) say(app, 'This tab is pinned. Unpin it to close it.');
  else void closeEditor(app, tab.tabId);
}

/** Closes all tabs but this one and the pinned ones; where work is unsaved and the user stays, the rest stays too. */
export async function closeOthers(app: BerthApp, tabId?: string): Promise<void> {
  const tab = tabOf(app, tabId);
  if (tab === null) return;
  for (const other of order.othersOf(app.layout.getState(), tab.tabId)) {
    if (!(await closeEditor(app, other.tabId))) return;
  }
}

/** Opens the tab that was closed last. */
export function reopenTab(app: BerthApp): void {
  const tabId = app.makeTabId();
  app.layout.setState((state) => order.reopenTab(state, tabId), true);
}

/**
 * Shows a tab beside the one that is shown; the shown one itself beside its neighbour. Of two that are shown side by side,
 * each is shown alone again.
 */
export function toggleSplit(app: BerthApp, tabId?: string): void {
  const tab = tabOf(app, tabId);
  if (tab === null) return;
  const layout = app.layout.getState();
  if (partnerOf(layout, tab.tabId) !== null) {
    app.layout.setState(unsplit, true);
    return;
  }
  const partnerId = partnerFor(layout, tab.tabId);
  // As in the tab bar above them.
  const isBefore = layout.tabs.indexOf(tab) < layout.tabs.findIndex((other) => other.tabId === partnerId);
  if (partnerId === null) say(app, 'Open another repository first, to show both side by side.');
  else app.layout.setState((state) => splitTabs(state, tab.tabId, partnerId, isBefore ? 'left' : 'right'), true);
}

/** Gives the focus to the other one of two tabs that are shown side by side. */
export function showOtherPane({ layout }: BerthApp): void {
  layout.setState(showPartner, true);
}

/** Loads the page of a tab again. */
export async function reloadTab(app: BerthApp, tabId?: string): Promise<void> {
  const tab = tabOf(app, tabId);
  if (tab === null) return;
  if (isTerminalTab(tab.repositoryId)) return say(app, 'A terminal follows its session; there is nothing to reload.');
  if (!hasView(app, tab.tabId)) {
    // A frame begins anew with an address of its own; what is being opened already is left alone.
    if (app.editors.store.getState()[tab.tabId]?.phase !== 'opening') app.editors.reset(tab.tabId);
    return;
  }
  const answer = await ask(() => app.session.client.views.reload({ tabId: tab.tabId }));
  if (!answer.ok) say(app, `${answer.failure.message} ${answer.failure.nextStep}`);
}

/** Draws the page of a tab larger, smaller, or in its usual size. */
export async function zoomTab(app: BerthApp, direction: 'in' | 'out' | 'reset', tabId?: string): Promise<void> {
  const tab = tabOf(app, tabId);
  if (tab === null || zoomTerminals(app, tab, direction)) return;
  if (!hasView(app, tab.tabId)) {
    say(app, 'Here the browser’s own zoom does this.');
    return;
  }
  const zoomFactor = direction === 'reset' ? 1 : nextZoom(tab.zoomFactor, direction);
  // Before the answer, so that a key that repeats goes on from here.
  app.layout.setState((state) => setZoom(state, tab.tabId, zoomFactor), true);
  const answer = await ask(() => app.session.client.views.zoom({ tabId: tab.tabId, zoomFactor }));
  if (!answer.ok) say(app, answer.failure.message);
  else say(app, `Zoom of this tab: ${zoomWords(zoomFactor)}${isUsualZoom(zoomFactor) ? '' : '. It is remembered.'}`);
}

/** Opens the search in the page of the shown tab. */
export function findInTab(app: BerthApp): void {
  const tab = tabOf(app);
  if (tab === null) return;
  if (isTerminalTab(tab.repositoryId)) say(app, 'A terminal has a search of its own, below it.');
  else if (hasView(app, tab.tabId)) app.find.open(tab.tabId);
  else say(app, 'Here the browser’s own search does this.');
}

/** The address that a tab can be found by again: a link to the repository, or where the page of a port is on this computer. */
export function linkOf(app: BerthApp, { profileId, repositoryId }: EditorTabInfo): string | null {
  const port = portOfName(repositoryId);
  // A shell that ends with the link is nowhere to be found again.
  if (terminalOfTab(repositoryId)?.kind === 'shell') return null;
  if (port === null) {
    const isDesktop = app.shellInfo.getState()?.shell === 'electron';
    return isDesktop ? `berth://open/${encodeURIComponent(profileId)}/${encodeURIComponent(repositoryId)}` : null;
  }
  const forwards = app.forwards.store.getState().forwards ?? [];
  const page = forwards.find(
    (one) => one.kind === 'web' && one.profileId === profileId && portName(one.port) === repositoryId,
  );
  return page === undefined || addressHere(page) === '' ? null : addressHere(page);
}

/** Copies the address of a tab. */
export async function copyLink(app: BerthApp, tabId?: string): Promise<void> {
  const tab = tabOf(app, tabId);
  const link = tab === null ? null : linkOf(app, tab);
  if (link === null) return;
  try {
    await navigator.clipboard.writeText(link);
    say(app, `${link} is copied.`);
  } catch {
    // Refused, or no clipboard on a page that is not secure; the address can be read and copied by hand.
    say(app, `Not allowed to copy: ${link}`);
  }
}
