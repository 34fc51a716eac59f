import { useStore } from 'zustand';
import { LinkPanel } from '../features/link/LinkPanel.tsx';
import { Button } from '../ui/Button.tsx';
import { ProblemCard } from '../ui/ProblemCard.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { StepList } from '../ui/StepList.tsx';
import { openRepository } from './editor-flow.ts';
import type { EditorTabInfo } from './layout-state.ts';
import { useBerth, useLinkView } from './use-berth.ts';

interface EditorPlaceholderProps {
  readonly tab: EditorTabInfo;
  readonly name: string;
}

/** What a tab shows while it has no editor: the link, the steps of the start, a failure, or a button. */
export function EditorPlaceholder({ tab: { profileId, repositoryId }, name }: EditorPlaceholderProps) {
  const app = useBerth();
  const profile = useStore(app.profiles.store, (state) => state.profiles.find(({ id }) => id === profileId));
  const view = useLinkView(profileId);
  const host = useStore(app.instances.store, (state) => state[profileId]);
  const operation = host?.operations[repositoryId];
  const state = host?.instances?.find(({ id }) => id === repositoryId)?.state ?? 'stopped';
  const start = () => void openRepository(app, profileId, repositoryId);

  if (operation !== undefined) {
    const { action, isRunning, steps, problem } = operation;
    const verb = action === 'start' ? 'Starting' : 'Stopping';
    return (
      <div className="editor-start">
        {isRunning && (
          <h2>
            <StateMark state={action === 'start' ? 'starting' : 'stopping'} />
            {verb} {name}
          </h2>
        )}
        {isRunning && steps.length === 0 && <p className="dim">Asking the server…</p>}
        <StepList label={`Steps for ${name}`} steps={steps} />
        {problem !== null && (
          <ProblemCard title={`${verb} ${name} failed`} problem={problem}>
            <Button look="primary" onClick={start}>
              Retry
            </Button>
          </ProblemCard>
        )}
      </div>
    );
  }
  if (view.kind !== 'connected' && profile !== undefined) {
    const edit = () => app.dialog.setState({ kind: 'edit', profile }, true);
    return <LinkPanel model={app.link} profile={profile} view={view} onEdit={edit} />;
  }
  if (host?.problem != null) {
    return (
      <ProblemCard title="Reading the instances failed" problem={host.problem}>
        <Button look="primary" onClick={start}>
          Open {name}
        </Button>
      </ProblemCard>
    );
  }
  if (host?.instances == null) return <p className="dim">Asking the server what runs…</p>;
  return (
    <div className="editor-start">
      <h2>
        <StateMark state={state} />
        {name} {words[state]}
      </h2>
      <p className="dim">{notes[state]}</p>
      <div>
        <Button look="primary" onClick={start}>
          {state === 'running' ? `Open ${name}` : `Start ${name}`}
        </Button>
      </div>
    </div>
  );
}

const words = {
  running: 'runs',
  starting: 'is starting',
  stopped: 'is stopped',
  suspended: 'is asleep',
  crashed: 'crashed',
} as const;

const notes = {
  running: 'Its editor is not loaded in this tab.',
  starting: 'Somebody else started it; the editor opens here as soon as it answers.',
  stopped: 'Nothing of it runs on the server.',
  suspended: 'It takes no memory now. Waking it takes a few seconds.',
  crashed: 'Its process ended by itself. Starting it again clears the wreck first; your files are untouched.',
} as const;
