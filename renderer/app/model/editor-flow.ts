import { portOfName } from '../../../main/contract/forwards.ts';
import { ask } from '../../api/problem.ts';
import type { BerthApp } from './berth-app.ts';
import { closeTab, type EditorTabInfo, findTab, showHost, showRepository } from './layout-state.ts';
import { shownTabIds } from './tabs/panes.ts';

type EditorPlace = Pick<EditorTabInfo, 'profileId' | 'repositoryId'>;

/** Shows a repository's editor in its tab; a repository that does not run is started first, with its steps in the tab. */
export async function openRepository(app: BerthApp, profileId: string, repositoryId: string): Promise<void> {
  const tabId = app.makeTabId();
  app.layout.setState((layout) => showRepository(layout, { tabId, profileId, repositoryId }), true);
  const tab = findTab(app.layout.getState(), profileId, repositoryId);
  // Pressing Open again is also how a failed editor is tried again.
  if (tab !== null && app.editors.store.getState()[tab.tabId]?.phase === 'failed') app.editors.reset(tab.tabId);
  if (app.instances.find(profileId, repositoryId)?.state === 'running') keepShownOpen(app);
  else await app.instances.start(profileId, repositoryId);
}

/**
 * Closes a tab, which unloads its editor; the instance goes on running. A native view asks where work is unsaved; false when the
 * user stays.
 */
export async function closeEditor(app: BerthApp, tabId: string): Promise<boolean> {
  if (hasView(app, tabId)) {
    const { views } = app.session.client;
    const answer = await ask(() => views.close({ tabId }));
    // A shell that does not answer shows nothing that could be lost by it.
    if (answer.ok && !answer.value.isClosed) return false;
  }
  // The tab goes first: one that is there and shown would be given another editor.
  app.layout.setState((layout) => closeTab(layout, tabId), true);
  app.editors.reset(tabId);
  return true;
}

/** True for a tab that a native view lies on. */
export function hasView({ shellInfo, editors }: Pick<BerthApp, 'shellInfo' | 'editors'>, tabId: string): boolean {
  return shellInfo.getState()?.editorHost === 'view' && editors.store.getState()[tabId]?.phase === 'open';
}

/** Shows the page of a host and connects to it, unless its link is up or the user has closed it. */
export function openHost(app: BerthApp, profileId: string): void {
  app.layout.setState((layout) => showHost(layout, profileId), true);
  const { statuses, attempts } = app.link.store.getState();
  const isUntouched = (statuses[profileId]?.state ?? 'disconnected') === 'disconnected';
  if (isUntouched && attempts[profileId] === undefined && !app.link.isClosedByUser(profileId)) {
    void app.link.connect(profileId);
  }
}

/** Opens the editors of the shown tabs as soon as their instances run, and forgets editors whose instance is gone. */
export function keepEditorsOpen(app: BerthApp): void {
  const update = () => {
    forgetDeadEditors(app);
    keepShownOpen(app);
  };
  app.layout.subscribe(update);
  app.instances.store.subscribe(update);
  app.cleanup.store.subscribe(update);
  app.link.store.subscribe(update);
  // An instance may end or restart while the address of its editor is asked for.
  app.editors.store.subscribe(update);
}

/** A hidden tab that was restored waits until it is shown, so that a reload does not load twelve editors at once. */
function keepShownOpen(app: BerthApp): void {
  const layout = app.layout.getState();
  const shownIds = shownTabIds(layout);
  for (const tab of layout.tabs) if (shownIds.includes(tab.tabId)) keepOpen(app, tab);
}

function keepOpen(app: BerthApp, tab: EditorTabInfo): void {
  const { instances, editors, link } = app;
  if (editors.store.getState()[tab.tabId] !== undefined) return;
  const port = portOfName(tab.repositoryId);
  if (port !== null) {
    if (link.store.getState().statuses[tab.profileId]?.state === 'connected') {
      void editors.openPort(tab.tabId, { profileId: tab.profileId, port });
    }
    return;
  }
  const instance = instances.find(tab.profileId, tab.repositoryId);
  const isLinked = link.store.getState().statuses[tab.profileId]?.state === 'connected';
  if (instance?.state !== 'running' || !isLinked || isEnding(app, tab)) return;
  void editors.open(tab.tabId, { ...tab, pid: instance.pid });
  noteOpened(app, tab);
}

/** The server notes when an editor was opened; here it is told without reading the whole list again. */
function noteOpened({ repositories, clock }: BerthApp, { profileId, repositoryId }: EditorPlace): void {
  const listed = repositories.store.getState()[profileId]?.repositories?.find(({ id }) => id === repositoryId);
  if (listed !== undefined) repositories.put(profileId, { ...listed, lastOpenedAtMs: clock.nowMs() });
}

/** Only a list that was really told counts: while the link is down, nothing is known to be dead. */
function forgetDeadEditors({ layout, instances, editors, cleanup }: BerthApp): void {
  for (const { tabId, profileId, repositoryId } of layout.getState().tabs) {
    // Read anew for each, because forgetting one leads back here.
    const editor = editors.store.getState()[tabId];
    // A forwarded page outlives whatever serves it, and waits for the next one.
    if (
      editor === undefined ||
      portOfName(repositoryId) !== null ||
      instances.store.getState()[profileId]?.instances == null
    )
      continue;
    const instance = instances.find(profileId, repositoryId);
    const isAlive = instance?.state === 'running' || instance?.state === 'starting';
    const isOther =
      editor.phase === 'open' && editor.pid !== null && instance?.pid != null && instance.pid !== editor.pid;
    if (!isAlive || isOther || isEnding({ instances, cleanup }, { profileId, repositoryId })) editors.reset(tabId);
  }
}

/** An editor that is about to be ended is unloaded first, so that VS Code says goodbye while it is still heard. */
function isEnding(
  { instances, cleanup }: Pick<BerthApp, 'instances' | 'cleanup'>,
  { profileId, repositoryId }: EditorPlace,
): boolean {
  const cleaning = cleanup.store.getState();
  if (cleaning.phase === 'running' && cleaning.level !== 'leftovers' && cleaning.profileId === profileId) return true;
  const operation = instances.store.getState()[profileId]?.operations[repositoryId];
  return operation?.isRunning === true && operation.action !== 'start';
}
