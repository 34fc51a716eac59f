import type { Profile } from '../../../main/contract/profiles.ts';
import { shownKeys } from '../../features/keys/chords-model.ts';
import { ADD_MENU_ID, type AddActions } from '../../features/repositories/add/AddMenu.tsx';
import { proposedRoot } from '../../features/repositories/add/folder-proposal.ts';
import type { BerthApp } from './berth-app.ts';
import { closeEditor } from './editor-flow.ts';
import { type EditorTabInfo, findTab, showHost } from './layout-state.ts';
import { isTerminalTab } from './tabs/session-tabs.ts';

/** What brings repositories into the list of a host. */
export function addActions(app: BerthApp, { id, user, repositoryRoots }: Profile): AddActions {
  const root = () => {
    const repositories = app.repositories.store.getState()[id]?.repositories ?? [];
    return proposedRoot({ roots: repositoryRoots, user, repositories });
  };
  return {
    clone: () => app.clone.open(id, root()),
    addFolder: () => app.places.ask(id, { kind: 'add', root: root() }),
    create: () => app.places.ask(id, { kind: 'create', root: root() }),
    keys: shownKeys(app.chords, 'add-repository'),
  };
}

/** Takes a repository off the list, with its tab; its files stay. */
export async function removeFromList(
  app: BerthApp,
  profileId: string,
  repository: { readonly id: string; readonly name: string; readonly path: string },
): Promise<void> {
  if (!(await app.places.remove(profileId, repository))) return;
  const tab = findTab(app.layout.getState(), profileId, repository.id);
  if (tab !== null) await closeEditor(app, tab.tabId);
}

/** Opens the menu of the shown host that adds repositories, going to its page first. */
export function openAddMenu(app: BerthApp): void {
  const { profileId, activeTabId } = app.layout.getState();
  if (profileId === null) return;
  const press = () => document.getElementById(ADD_MENU_ID)?.click();
  // At once where the page is shown, because the letter of an entry may follow at once.
  if (activeTabId === null) {
    press();
    return;
  }
  app.layout.setState((layout) => showHost(layout, profileId), true);
  requestAnimationFrame(press);
}

/** Whoever comes back from an editor, or closes one, may have changed or committed something in it. */
export function keepCopiesFresh({ layout, copies }: Pick<BerthApp, 'layout' | 'copies'>): void {
  layout.subscribe(({ tabs, activeTabId }, before) => {
    const isLeft = ({ tabId }: EditorTabInfo) =>
      (before.activeTabId === tabId && activeTabId !== tabId) || !tabs.some((tab) => tab.tabId === tabId);
    for (const { profileId, repositoryId } of before.tabs.filter(isLeft)) {
      if (!isTerminalTab(repositoryId)) copies.refresh(profileId, [repositoryId]);
    }
  });
}
