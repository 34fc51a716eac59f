import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Profile } from '../../../main/contract/profiles.ts';
import { countOf } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { openRepository } from '../model/editor-flow.ts';
import { showHost } from '../model/layout-state.ts';
import { addActions } from '../model/repository-flow.ts';
import { useBerth } from '../use-berth.ts';

interface FirstRepositoriesProps {
  readonly profile: Profile;
  /** Closes what this is shown in. */
  readonly onLeave: () => void;
}

/** So many are offered by name. */
const shownCount = 4;

/** What to do with a server that has just become ready: a repository to open, or the ways to get the first one. */
export function FirstRepositories({ profile, onLeave }: FirstRepositoriesProps) {
  const app = useBerth();
  const list = useStore(app.repositories.store, (state) => state[profile.id]?.repositories) ?? null;
  const shown = useMemo(
    () =>
      [...(list ?? [])]
        .sort((one, other) => (other.lastOpenedAtMs ?? 0) - (one.lastOpenedAtMs ?? 0))
        .slice(0, shownCount),
    [list],
  );
  const leadTo = (next: () => void) => () => {
    onLeave();
    app.layout.setState((layout) => showHost(layout, profile.id), true);
    next();
  };
  if (list === null) return <p className="dim">Looking for repositories…</p>;
  if (list.length === 0) {
    const { clone, addFolder, create } = addActions(app, profile);
    return (
      <div className="setup-first">
        <p>It has no repository yet. Bring the first one:</p>
        <div className="problem-actions">
          <Button look="primary" onClick={leadTo(clone)}>
            Clone a repository…
          </Button>
          <Button onClick={leadTo(addFolder)}>Add a folder…</Button>
          <Button onClick={leadTo(create)}>New repository…</Button>
        </div>
      </div>
    );
  }
  const restCount = list.length - shown.length;
  return (
    <div className="setup-first">
      <p>
        {list.some(({ lastOpenedAtMs }) => lastOpenedAtMs !== null)
          ? 'Open a repository:'
          : 'Open your first repository:'}
      </p>
      <div className="problem-actions">
        {shown.map(({ id, name }, index) => (
          <Button
            key={id}
            look={index === 0 ? 'primary' : 'plain'}
            onClick={leadTo(() => void openRepository(app, profile.id, id))}
          >
            Open {name}
          </Button>
        ))}
        {restCount > 0 && (
          <Button look="quiet" onClick={leadTo(() => undefined)}>
            {countOf(restCount, 'other')}…
          </Button>
        )}
      </div>
    </div>
  );
}
