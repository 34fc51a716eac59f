import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { moveTo } from '../../features/profiles/arrange-profiles.ts';
import { findServers } from '../../lib/find-servers.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { useBerth, useSelectedProfile } from '../use-berth.ts';
import { ServerRow } from './ServerRow.tsx';
import './server-list.css';

interface ServerListProps {
  /** Called when something was chosen, so that a drawer can close. */
  readonly onNavigate: () => void;
}

/** So many servers are seen at a glance; more of them get a search. */
const glanceCount = 7;

/** The saved servers: found by their words, put in order by hand. */
export function ServerList({ onNavigate }: ServerListProps) {
  const app = useBerth();
  const { profiles, listProblem } = useStore(app.profiles.store);
  const selected = useSelectedProfile();
  const [text, setText] = useState('');
  const [draggedId, setDraggedId] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const hasSearch = profiles.length > glanceCount;
  const shown = hasSearch ? findServers(profiles, text) : profiles;
  const ids = profiles.map(({ id }) => id);
  const arrange = (order: readonly string[], movedId: string) => {
    if (order === ids) return;
    const focused = document.activeElement;
    void app.profiles.arrange(order);
    // What moves in the page loses the focus on the way.
    requestAnimationFrame(() => {
      if (focused instanceof HTMLElement && document.activeElement === document.body) focused.focus();
    });
    const name = profiles.find(({ id }) => id === movedId)?.name ?? '';
    app.announcement.setState(`${name} is number ${order.indexOf(movedId) + 1} of ${order.length}.`, true);
  };
  const add = () => {
    app.dialog.setState({ kind: 'add', source: 'hand' }, true);
    onNavigate();
  };
  return (
    <>
      <div className="sidebar-head">
        <h2>Servers</h2>
        <IconButton label="Add a server" onClick={add}>
          <Plus size={14} aria-hidden="true" />
        </IconButton>
      </div>
      {hasSearch && (
        <div className="server-search">
          <SearchField
            label="Search servers"
            placeholder="Name, address, user or tag"
            value={text}
            onSearch={setText}
            onEnterList={() => list.current?.querySelector<HTMLElement>('.server-open')?.focus()}
          />
        </div>
      )}
      <ul ref={list} aria-label="Servers">
        {shown.map((profile) => (
          <ServerRow
            key={profile.id}
            profile={profile}
            isSelected={profile.id === selected?.id}
            order={shown === profiles ? ids : null}
            draggedId={draggedId}
            onDrag={setDraggedId}
            onDrop={(index) => {
              if (draggedId !== null) arrange(moveTo(ids, draggedId, index), draggedId);
              setDraggedId(null);
            }}
            onArrange={(order) => arrange(order, profile.id)}
            onNavigate={onNavigate}
          />
        ))}
      </ul>
      {shown.length === 0 && profiles.length > 0 && (
        <p className="sidebar-note faint" role="status">
          No server matches.{' '}
          <button type="button" className="link-button" onClick={() => setText('')}>
            Show all
          </button>
        </p>
      )}
      {profiles.length === 0 && <p className="sidebar-note faint">No server yet. Add one with +.</p>}
      {listProblem !== null && (
        <div className="server-problem">
          <ProblemCard title={listProblem.title} problem={listProblem.problem}>
            <Button isSmall onClick={app.profiles.dismissListProblem}>
              Dismiss
            </Button>
          </ProblemCard>
        </div>
      )}
    </>
  );
}
