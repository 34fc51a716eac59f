import { useStore } from 'zustand';
import { portOfName } from '../../../main/contract/forwards.ts';
import type { EditorTabInfo } from '../model/layout-state.ts';
import { useBerth, useLinkView } from '../use-berth.ts';
import { type TabMark, tabMark } from './tab-mark.ts';
import { useTabState } from './use-tab-state.ts';

/** How a tab looks in the tab bar. */
export interface TabLook extends TabMark {
  /** What a forwarded page calls itself, else the name of the tab. */
  readonly title: string;
  /** A `data:` address of a forwarded page's icon, while there is nothing more urgent to show. */
  readonly icon: string | null;
  readonly isUnread: boolean;
}

/** How a tab looks; an editor keeps the name and the mark of its repository whatever file it shows. */
export function useTabLook(tab: EditorTabInfo, name: string): TabLook {
  const { tabViews } = useBerth();
  const view = useStore(tabViews.store, (views) => views[tab.tabId]);
  const { kind: link } = useLinkView(tab.profileId);
  const isPage = portOfName(tab.repositoryId) !== null;
  const mark = tabMark({ state: useTabState(tab), link, view, isPage });
  const title = isPage && view !== undefined && view.title !== '' ? view.title : name;
  const icon = isPage && mark.mark === 'running' ? (view?.icon ?? null) : null;
  return { ...mark, title, icon, isUnread: view?.isUnread === true };
}
