import type { Session } from '../../../main/contract/session-words.ts';
import type { BerthApp } from './berth-app.ts';
import { openRepository } from './editor-flow.ts';
import { findTab } from './layout-state.ts';
import { openSession } from './session-flow.ts';
import { splitTabs } from './tabs/panes.ts';
import { sessionTab } from './tabs/session-tabs.ts';

/**
 * Shows a session on the right of its repository's editor, which is opened, and started, where it is not; the session has the
 * focus. One of the host itself is shown alone.
 */
export async function openBesideEditor(
  app: BerthApp,
  profileId: string,
  { id, instanceId }: Pick<Session, 'id' | 'instanceId'>,
): Promise<void> {
  if (instanceId === null) return openSession(app, profileId, id);
  const begun = openRepository(app, profileId, instanceId);
  openSession(app, profileId, id);
  app.layout.setState((layout) => {
    const editor = findTab(layout, profileId, instanceId);
    const terminal = findTab(layout, profileId, sessionTab(id));
    return editor === null || terminal === null ? layout : splitTabs(layout, terminal.tabId, editor.tabId, 'right');
  }, true);
  await begun;
}
