import { useStore } from 'zustand';
import type { Session } from '../../../main/contract/session-words.ts';
import type { EditorTabInfo } from '../model/layout-state.ts';
import { terminalOfTab } from '../model/tabs/session-tabs.ts';
import { useBerth } from '../use-berth.ts';

/** What the host tells of a tab's session; null while it has not, and for every other tab. */
export function useToldSession({
  profileId,
  repositoryId,
}: Pick<EditorTabInfo, 'profileId' | 'repositoryId'>): Session | null {
  const { sessions } = useBerth();
  const target = terminalOfTab(repositoryId);
  const sessionId = target?.kind === 'session' ? target.sessionId : null;
  return useStore(
    sessions.store,
    (state) => state[profileId]?.list?.sessions.find(({ id }) => id === sessionId) ?? null,
  );
}
