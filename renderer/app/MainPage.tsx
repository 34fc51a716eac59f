import type { RefObject } from 'react';
import { useStore } from 'zustand';
import { FirstRun } from '../features/profiles/FirstRun.tsx';
import { Button } from '../ui/Button.tsx';
import { ProblemCard } from '../ui/ProblemCard.tsx';
import { FleetPage } from './fleet/FleetPage.tsx';
import { HostPage } from './host/HostPage.tsx';
import { useBerth, useSelectedProfile } from './use-berth.ts';

interface MainPageProps {
  readonly searchField: RefObject<HTMLInputElement | null>;
}

/** The selected host's page, that of all of them, or the way to the first one. */
export function MainPage({ searchField }: MainPageProps) {
  const { profiles, dialog, session } = useBerth();
  const { state, problem, profiles: saved } = useStore(profiles.store);
  const sessionState = useStore(session.store);
  const selected = useSelectedProfile();
  if (selected !== null) return <HostPage key={selected.id} profile={selected} searchField={searchField} />;
  if (state === 'failed' && problem !== null) {
    return (
      <ProblemCard title="Reading the saved servers failed" problem={problem}>
        <Button look="primary" onClick={() => void profiles.load()}>
          Try again
        </Button>
      </ProblemCard>
    );
  }
  if (state === 'loading') {
    return (
      <p className="dim" role="status">
        {sessionState === 'lost' ? 'Berth itself does not answer yet; trying again…' : 'Reading your servers…'}
      </p>
    );
  }
  if (saved.length > 0) return <FleetPage searchField={searchField} />;
  return (
    <FirstRun
      onAdd={() => dialog.setState({ kind: 'add', source: 'hand' }, true)}
      onImport={() => dialog.setState({ kind: 'add', source: 'ssh-config' }, true)}
      readSshConfig={profiles.readSshConfig}
    />
  );
}
