import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { SessionMark } from '../../features/agents/SessionMark.tsx';
import { IconButton } from '../../ui/Button.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { closeEditor } from '../model/editor-flow.ts';
import { type EditorTabInfo, showTab } from '../model/layout-state.ts';
import { useBerth } from '../use-berth.ts';
import { TerminalSign } from './TerminalSign.tsx';
import { useTabLook } from './use-tab-look.ts';
import { useTabNames } from './use-tab-names.ts';
import '../sidebar/sidebar.css';

/** The open editors as a list, for a phone. */
export function OpenEditors({ onNavigate }: { readonly onNavigate: () => void }) {
  const { layout } = useBerth();
  const { tabs } = useStore(layout);
  const names = useTabNames();
  if (tabs.length === 0) {
    return <p className="sidebar-note dim">No editor is open. Press Open beside a repository to open one.</p>;
  }
  return (
    <ul className="open-editors">
      {tabs.map((tab) => (
        <Item key={tab.tabId} tab={tab} name={names.get(tab.tabId) ?? tab.repositoryId} onNavigate={onNavigate} />
      ))}
    </ul>
  );
}

interface ItemProps {
  readonly tab: EditorTabInfo;
  readonly name: string;
  readonly onNavigate: () => void;
}

function Item({ tab, name, onNavigate }: ItemProps) {
  const app = useBerth();
  const { mark, words, title, isUnread, terminal, doing } = useTabLook(tab, name);
  const show = () => {
    app.layout.setState((layout) => showTab(layout, tab.tabId), true);
    onNavigate();
  };
  return (
    <li>
      <button type="button" className="sidebar-row" onClick={show}>
        {terminal !== null && <TerminalSign kind={terminal} />}
        {doing === null ? <StateMark state={mark} /> : <SessionMark state={doing} />}
        <bdi className="cut">{title}</bdi>
        <span className="faint">{isUnread ? `${words}, changed` : words}</span>
      </button>
      <IconButton label={`Close ${name}`} hint="it keeps running" onClick={() => void closeEditor(app, tab.tabId)}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </li>
  );
}
