import { portOfName } from '../../../main/contract/forwards.ts';
import { ask } from '../../api/problem.ts';
import type { BerthApp } from './berth-app.ts';
import { hasView } from './editor-flow.ts';

/**
 * Unloads the native views of instances that are about to end, all of the host's without `repositoryIds`. False when one of them
 * has unsaved work and the user stays with it; then nothing is to end, and what was unloaded for it comes back. Null when
 * there is none.
 */
export function leaveEditors(
  app: BerthApp,
  profileId: string,
  repositoryIds: readonly string[] | null,
): Promise<boolean> | null {
  const left = app.layout
    .getState()
    .tabs.filter(
      ({ tabId, repositoryId, ...tab }) =>
        tab.profileId === profileId &&
        portOfName(repositoryId) === null &&
        (repositoryIds === null || repositoryIds.includes(repositoryId)) &&
        hasView(app, tabId),
    );
  return left.length === 0
    ? null
    : unload(
        app,
        left.map(({ tabId }) => tabId),
      );
}

async function unload(app: BerthApp, tabIds: readonly string[]): Promise<boolean> {
  const { views } = app.session.client;
  for (const [index, tabId] of tabIds.entries()) {
    const answer = await ask(() => views.close({ tabId }));
    if (!answer.ok || answer.value.isClosed) continue;
    for (const unloaded of tabIds.slice(0, index)) app.editors.reset(unloaded);
    return false;
  }
  return true;
}
