import { useStore } from 'zustand';
import { portOfName } from '../../../main/contract/forwards.ts';
import { EditorTab } from '../../features/editor/EditorTab.tsx';
import { formatDuration } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { useHasOverlay } from '../../ui/overlays.ts';
import { StateMark } from '../../ui/StateMark.tsx';
import { openRepository } from '../model/editor-flow.ts';
import type { EditorTabInfo } from '../model/layout-state.ts';
import { useBerth, useLinkView } from '../use-berth.ts';
import { EditorPlaceholder } from './EditorPlaceholder.tsx';
import { PagePlaceholder } from './PagePlaceholder.tsx';
import { panelId } from './tab-ids.ts';
import { useTabNames } from './use-tab-names.ts';

/** All editor tabs, shown and hidden. Their order in the page never changes, because a frame that moves loads again. */
export function Editors() {
  const { layout } = useBerth();
  const { tabs } = useStore(layout);
  const names = useTabNames();
  const stable = [...tabs].sort((one, other) => one.tabId.localeCompare(other.tabId));
  return stable.map((tab) => <Editor key={tab.tabId} tab={tab} name={names.get(tab.tabId) ?? tab.repositoryId} />);
}

function Editor({ tab, name }: { readonly tab: EditorTabInfo; readonly name: string }) {
  const app = useBerth();
  const { tabId, profileId, repositoryId } = tab;
  const isActive = useStore(app.layout, ({ activeTabId }) => activeTabId === tabId);
  const editor = useStore(app.editors.store, (state) => state[tabId]);
  const editorHost = useStore(app.shellInfo, (info) => info?.editorHost ?? null);
  const isCovered = useHasOverlay();
  const isOpen = editor?.phase === 'open';
  const port = portOfName(repositoryId);
  return (
    <EditorTab
      tabId={tabId}
      panelId={panelId(tabId)}
      profileId={profileId}
      name={name}
      isPage={port !== null}
      editor={editor}
      editorHost={editorHost}
      views={app.session.client.views}
      isActive={isActive}
      isCovered={isCovered}
      notice={isOpen ? <LinkNotice profileId={profileId} isPage={port !== null} /> : null}
      placeholder={
        port === null ? <EditorPlaceholder tab={tab} name={name} /> : <PagePlaceholder tab={tab} name={name} />
      }
      onRetry={() => (port === null ? void openRepository(app, profileId, repositoryId) : app.editors.reset(tabId))}
    />
  );
}

/** A thin line while the link is down; the editor below goes on by itself once it is back. */
function LinkNotice({ profileId, isPage }: { readonly profileId: string; readonly isPage: boolean }) {
  const { session, link } = useBerth();
  const sessionState = useStore(session.store);
  const view = useLinkView(profileId);
  const nowMs = useNow();
  if (view.kind === 'connected' && sessionState !== 'lost') return null;
  const wait = view.kind === 'reconnecting' ? view.nextAttemptAtMs : null;
  const seconds = wait === null ? 0 : Math.ceil((wait - nowMs) / 1000);
  const isTrying = view.kind === 'reconnecting' || view.kind === 'connecting' || sessionState === 'lost';
  const hasLost = sessionState === 'lost' || (view.kind === 'reconnecting' && view.unheard === null);
  const retry = () => (sessionState === 'lost' ? session.retryNow() : void link.connect(profileId));
  return (
    <div className="editor-notice num">
      <StateMark state={isTrying ? 'reconnecting' : 'failed'} />
      <span role="status">
        {isTrying
          ? `${hasLost ? 'Link lost; reconnecting…' : 'Connecting…'} ${isPage ? 'The page goes on by itself.' : 'Your terminals keep running.'}`
          : `Not linked. ${isPage ? 'The page goes on once the link is back.' : 'Your terminals keep running on the server.'}`}
      </span>
      {seconds > 0 && <span className="dim">next attempt in {formatDuration(seconds)}</span>}
      <button type="button" className="link-button" onClick={retry}>
        {isTrying ? 'Try now' : 'Connect'}
      </button>
    </div>
  );
}
