import type { CSSProperties } from 'react';
import { useStore } from 'zustand';
import { portOfName } from '../../../main/contract/forwards.ts';
import { EditorTab } from '../../features/editor/EditorTab.tsx';
import { useHasCover } from '../../ui/overlays.ts';
import { useIsPhone } from '../../ui/use-is-phone.ts';
import { openRepository } from '../model/editor-flow.ts';
import { type EditorTabInfo, showTab } from '../model/layout-state.ts';
import { reloadTab } from '../model/tab-commands.ts';
import { paneOf, shownTabIds } from '../model/tabs/panes.ts';
import { isTerminalTab } from '../model/tabs/session-tabs.ts';
import { isTabShown } from '../model/tabs/view-flow.ts';
import { useBerth } from '../use-berth.ts';
import { DropSides } from './DropSides.tsx';
import { EditorPlaceholder } from './EditorPlaceholder.tsx';
import { LinkNotice } from './LinkNotice.tsx';
import { PagePlaceholder } from './PagePlaceholder.tsx';
import { PaneDivider } from './PaneDivider.tsx';
import { TerminalTab } from './TerminalTab.tsx';
import { panelId } from './tab-ids.ts';
import { useTabNames } from './use-tab-names.ts';
import { useViewFocus } from './use-view-focus.ts';
import './panes.css';

/** All editor tabs, shown and hidden. Their order in the page never changes, because a frame that moves loads again. */
export function Editors() {
  const { layout } = useBerth();
  const { tabs } = useStore(layout);
  const names = useTabNames();
  const isPhone = useIsPhone();
  const leftShare = useStore(layout, (state) => (shownTabIds(state).length === 2 ? state.split?.leftShare : undefined));
  useViewFocus();
  const stable = [...tabs].sort((one, other) => one.tabId.localeCompare(other.tabId));
  return (
    <div className="panes" style={{ '--left-share': leftShare ?? 1 } as CSSProperties}>
      {stable.map((tab) => {
        const name = names.get(tab.tabId) ?? tab.repositoryId;
        return isTerminalTab(tab.repositoryId) ? (
          <TerminalTab key={tab.tabId} tab={tab} name={name} />
        ) : (
          <Editor key={tab.tabId} tab={tab} name={name} hasRoom={!isPhone} />
        );
      })}
      {leftShare !== undefined && !isPhone && <PaneDivider leftShare={leftShare} />}
      <DropSides />
    </div>
  );
}

interface EditorProps {
  readonly tab: EditorTabInfo;
  readonly name: string;
  /** There is room for two side by side. */
  readonly hasRoom: boolean;
}

function Editor({ tab, name, hasRoom }: EditorProps) {
  const app = useBerth();
  const { tabId, profileId, repositoryId, zoomFactor } = tab;
  const pane = useStore(app.layout, (layout) => paneOf(layout, tabId, hasRoom));
  const isActive = useStore(app.layout, ({ activeTabId }) => activeTabId === tabId);
  const editor = useStore(app.editors.store, (state) => state[tabId]);
  const editorHost = useStore(app.shellInfo, (info) => info?.editorHost ?? null);
  const view = useStore(app.tabViews.store, (views) => views[tabId]);
  const finding = useStore(app.find.store, (state) => (state?.tabId === tabId ? state : null));
  const isCovered = useHasCover();
  const isOpen = editor?.phase === 'open';
  const port = portOfName(repositoryId);
  const isPage = port !== null;
  return (
    <EditorTab
      tabId={tabId}
      panelId={panelId(tabId)}
      profileId={profileId}
      name={name}
      isPage={isPage}
      editor={editor}
      editorHost={editorHost}
      views={app.session.client.views}
      view={view}
      zoomFactor={zoomFactor}
      find={app.find}
      finding={finding}
      pane={pane}
      isActive={isActive}
      isCovered={isCovered}
      notice={isOpen ? <LinkNotice profileId={profileId} isPage={isPage} /> : null}
      placeholder={isPage ? <PagePlaceholder tab={tab} name={name} /> : <EditorPlaceholder tab={tab} name={name} />}
      actions={{
        onRetry: () => (isPage ? app.editors.reset(tabId) : void openRepository(app, profileId, repositoryId)),
        onReload: () => void reloadTab(app, tabId),
        onOpenAnew: () => app.editors.reset(tabId),
        onWait: () => app.tabViews.waitFor(tabId),
        onFocus: () => {
          if (!isActive && pane !== null) app.layout.setState((layout) => showTab(layout, tabId), true);
        },
        onLoading: (isLoading) => app.tabViews.takeFrame(tabId, isLoading, isTabShown(app, tabId)),
      }}
    />
  );
}
