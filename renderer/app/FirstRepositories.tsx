import { useMemo } from 'react';
import { useStore } from 'zustand';
import { countOf } from '../lib/format.ts';
import { Button } from '../ui/Button.tsx';
import { openRepository } from './editor-flow.ts';
import { showHost } from './layout-state.ts';
import { useBerth } from './use-berth.ts';

interface FirstRepositoriesProps {
  readonly profileId: string;
  readonly onLeave: () => void;
}

/** So many are offered by name. */
const shownCount = 4;

/** What to do with a server that has just become ready: the repositories to open, or the page where the first one is added. */
export function FirstRepositories({ profileId, onLeave }: FirstRepositoriesProps) {
  const app = useBerth();
  const list = useStore(app.repositories.store, (state) => state[profileId]?.repositories) ?? null;
  const shown = useMemo(
    () =>
      [...(list ?? [])]
        .sort((one, other) => (other.lastOpenedAtMs ?? 0) - (one.lastOpenedAtMs ?? 0))
        .slice(0, shownCount),
    [list],
  );
  const open = (repositoryId: string) => {
    onLeave();
    void openRepository(app, profileId, repositoryId);
  };
  const showAll = () => {
    onLeave();
    app.layout.setState((layout) => showHost(layout, profileId), true);
  };
  if (list === null) return <p className="dim">Looking for repositories…</p>;
  const restCount = list.length - shown.length;
  return (
    <div className="setup-first">
      <p>
        {list.length === 0
          ? 'It has no repository yet: clone the first one, or add a folder that is there.'
          : 'Open your first repository:'}
      </p>
      <div className="problem-actions">
        {shown.map(({ id, name }, index) => (
          <Button key={id} look={index === 0 ? 'primary' : 'plain'} onClick={() => open(id)}>
            Open {name}
          </Button>
        ))}
        {(restCount > 0 || list.length === 0) && (
          <Button look={list.length === 0 ? 'primary' : 'quiet'} onClick={showAll}>
            {list.length === 0 ? 'To the repositories' : `${countOf(restCount, 'other')}…`}
          </Button>
        )}
      </div>
    </div>
  );
}
