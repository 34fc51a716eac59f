import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { LinkMark, linkWord } from '../features/link/LinkMark.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { closeEditor, openHost } from './editor-flow.ts';
import { type EditorTabInfo, showTab } from './layout-state.ts';
import { useBerth, useLinkView, useSelectedProfile } from './use-berth.ts';
import { useTabNames } from './use-tab-names.ts';
import { useTabState } from './use-tab-state.ts';

/** The host's page and one tab per open editor. A tab keeps its place and its width whatever its state does. */
export function TabBar() {
  const { layout } = useBerth();
  const { tabs } = useStore(layout);
  const profile = useSelectedProfile();
  const names = useTabNames();
  return (
    <nav className="tabs" aria-label="Tabs">
      <ul>
        {profile !== null && <HostTab profileId={profile.id} name={profile.name} />}
        {tabs.map((tab, index) => (
          <EditorTabButton
            key={tab.tabId}
            tab={tab}
            name={names.get(tab.tabId) ?? tab.repositoryId}
            place={index + 2}
          />
        ))}
      </ul>
    </nav>
  );
}

function HostTab({ profileId, name }: { readonly profileId: string; readonly name: string }) {
  const app = useBerth();
  const isActive = useStore(app.layout, ({ activeTabId }) => activeTabId === null);
  const view = useLinkView(profileId);
  return (
    <li className="tab" data-active={isActive}>
      <button
        type="button"
        className="tab-name"
        aria-current={isActive ? 'page' : undefined}
        title={`${name} · ${linkWord(view)} · Alt+1`}
        data-testid="tab-host"
        onClick={() => openHost(app, profileId)}
      >
        <LinkMark view={view} />
        <span className="cut">{name}</span>
      </button>
    </li>
  );
}

interface EditorTabButtonProps {
  readonly tab: EditorTabInfo;
  readonly name: string;
  readonly place: number;
}

function EditorTabButton({ tab, name, place }: EditorTabButtonProps) {
  const app = useBerth();
  const { tabId, repositoryId } = tab;
  const isActive = useStore(app.layout, ({ activeTabId }) => activeTabId === tabId);
  const state = useTabState(tab);
  const keys = place <= 9 ? ` · Alt+${place} outside the editor` : '';
  return (
    <li className="tab" data-active={isActive}>
      <button
        type="button"
        className="tab-name"
        aria-current={isActive ? 'page' : undefined}
        title={`${name} · ${state}${keys}`}
        data-testid={`tab-${repositoryId}`}
        onClick={() => app.layout.setState((layout) => showTab(layout, tabId), true)}
        onAuxClick={({ button }) => {
          if (button === 1) closeEditor(app, tabId);
        }}
      >
        <StateMark state={state} />
        <span className="cut">{name}</span>
      </button>
      <button
        type="button"
        className="tab-close"
        aria-label={`Close ${name}`}
        title={`Close ${name}; it keeps running (Alt+W)`}
        onClick={() => closeEditor(app, tabId)}
      >
        <X size={13} aria-hidden="true" />
      </button>
    </li>
  );
}
