import { useStore } from 'zustand';
import { portOfName } from '../../../main/contract/forwards.ts';
import type { SessionState } from '../../../main/contract/session-words.ts';
import type { EditorTabInfo } from '../model/layout-state.ts';
import { terminalOfTab } from '../model/tabs/session-tabs.ts';
import { useBerth, useLinkView } from '../use-berth.ts';
import { type TabMark, tabMark } from './tab-mark.ts';
import { terminalMark } from './terminal-mark.ts';
import { useTabState } from './use-tab-state.ts';
import { useToldSession } from './use-told-session.ts';

/** How a tab looks in the tab bar. */
export interface TabLook extends TabMark {
  /** What a forwarded page calls itself, else the name of the tab. */
  readonly title: string;
  /** A `data:` address of a forwarded page's icon, while there is nothing more urgent to show. */
  readonly icon: string | null;
  readonly isUnread: boolean;
  /** What a terminal is, for its sign beside the mark; null for editors and pages. */
  readonly terminal: 'terminal' | 'agent' | null;
  /** What a session does, for a mark of its own; null while that is not known. */
  readonly doing: SessionState | null;
}

/** How a tab looks; an editor keeps the name and the mark of its repository whatever file it shows. */
export function useTabLook(tab: EditorTabInfo, name: string): TabLook {
  const { tabViews, terminalSigns } = useBerth();
  const view = useStore(tabViews.store, (views) => views[tab.tabId]);
  const { kind: link } = useLinkView(tab.profileId);
  const signs = useStore(terminalSigns.store, (all) => all[tab.tabId]);
  const told = useToldSession(tab);
  const isPage = portOfName(tab.repositoryId) !== null;
  const state = useTabState(tab);
  const terminal = terminalOfTab(tab.repositoryId);
  if (terminal !== null) {
    const isPlain = terminal.kind === 'shell';
    const title = isPlain && signs !== undefined && signs.title !== '' ? signs.title : name;
    return {
      ...terminalMark({ link, isPlain, told }),
      title,
      icon: null,
      isUnread: signs?.isUnread === true,
      terminal: told?.kind ?? 'terminal',
      doing: link === 'connected' && told !== null ? told.state : null,
    };
  }
  const mark = tabMark({ state, link, view, isPage });
  const title = isPage && view !== undefined && view.title !== '' ? view.title : name;
  const icon = isPage && mark.mark === 'running' ? (view?.icon ?? null) : null;
  return { ...mark, title, icon, isUnread: view?.isUnread === true, terminal: null, doing: null };
}
