import { useStore } from 'zustand';
import { LinkPanel } from '../../features/link/LinkPanel.tsx';
import { CrashReport } from '../../features/repositories/list/CrashReport.tsx';
import { OperationFailure, operationTitle } from '../../features/repositories/list/OperationFailure.tsx';
import type { RepositoryRow } from '../../features/repositories/list/repository-rows.ts';
import type { RowActions } from '../../features/repositories/list/row-actions.ts';
import { primaryAction } from '../../features/repositories/list/state-line.ts';
import { formatDuration } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { StepList } from '../../ui/StepList.tsx';
import { useRowActions } from '../host/use-row-actions.ts';
import { useRow, useRows } from '../host/use-rows.ts';
import { closeEditor } from '../model/editor-flow.ts';
import type { EditorTabInfo } from '../model/layout-state.ts';
import { addActions } from '../model/repository-flow.ts';
import { useBerth, useLinkView } from '../use-berth.ts';
import { NotListed } from './NotListed.tsx';

interface EditorPlaceholderProps {
  readonly tab: EditorTabInfo;
  readonly name: string;
}

/** What a tab shows while it has no editor: the link, the steps of the start, a failure, or a button. */
export function EditorPlaceholder({ tab: { tabId, profileId, repositoryId }, name }: EditorPlaceholderProps) {
  const app = useBerth();
  const profile = useStore(app.profiles.store, (state) => state.profiles.find(({ id }) => id === profileId));
  const view = useLinkView(profileId);
  const host = useStore(app.instances.store, (state) => state[profileId]);
  const row = useRow(profileId, repositoryId, name);
  const rows = useRows(profileId) ?? [];
  const list = useStore(app.repositories.store, (state) => state[profileId]);
  const actions = useRowActions(profileId);
  const operation = host?.operations[repositoryId];
  const isLinked = view.kind === 'connected';

  if (operation !== undefined) {
    const { action, isRunning, steps, problem } = operation;
    if (!isRunning && problem !== null) {
      const retry = action === 'start' ? { onRetry: () => actions.open(repositoryId) } : {};
      return (
        <OperationFailure
          id={repositoryId}
          name={name}
          operation={operation}
          problem={problem}
          actions={actions}
          rows={rows}
          {...retry}
        />
      );
    }
    return (
      <div className="editor-start">
        <h2>
          <StateMark state={action === 'start' || action === 'restart' ? 'starting' : 'stopping'} />
          {operationTitle(action, name)}
        </h2>
        {steps.length === 0 && <p className="dim">Asking the server…</p>}
        <StepList label={`Steps for ${name}`} steps={steps} />
      </div>
    );
  }
  if (!isLinked && profile !== undefined) {
    const edit = () => app.dialog.setState({ kind: 'edit', profile }, true);
    const explain = () => app.connection.open(profileId);
    return <LinkPanel model={app.link} profile={profile} view={view} onEdit={edit} onExplain={explain} />;
  }
  if (host?.problem != null) {
    return (
      <ProblemCard title="Reading the instances failed" problem={host.problem}>
        <Button look="primary" onClick={() => actions.open(repositoryId)}>
          Open {name}
        </Button>
      </ProblemCard>
    );
  }
  if (row === null) return <p className="dim">Asking the server what runs…</p>;
  if (
    row.state === 'stopped' &&
    profile !== undefined &&
    list?.repositories?.every(({ id }) => id !== repositoryId) === true
  ) {
    return (
      <NotListed
        name={name}
        isLooking={list.isLoading}
        onLook={() => void app.repositories.load(profileId)}
        onAddFolder={addActions(app, profile).addFolder}
        onClose={() => void closeEditor(app, tabId)}
      />
    );
  }
  if (row.state === 'crashed') return <CrashReport row={row} actions={actions} isLinked={isLinked} />;
  return <AtRest row={row} actions={actions} />;
}

/** A calm page: what it is doing, since when, and the button that brings the editor back. */
function AtRest({ row, actions }: { readonly row: RepositoryRow; readonly actions: RowActions }) {
  const { id, name, state, sinceMs } = row;
  const nowMs = useNow();
  const primary = primaryAction(row);
  const age = state !== 'suspended' || sinceMs === null ? '' : ` · ${formatDuration((nowMs - sinceMs) / 1000)}`;
  return (
    <div className="editor-start">
      <h2 className="num">
        <StateMark state={state} />
        {name} {words[state]}
        {age}
      </h2>
      <p className="dim">{notes[state]}</p>
      {primary !== null && (
        <div className="problem-actions">
          <Button look="primary" onClick={() => actions.open(id)}>
            {primary.label} {name}
          </Button>
          {row.hasInstance && (
            <Button look="quiet" aria-label={`Show log of ${name}`} onClick={() => actions.logs(row)}>
              Show log
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

const words = {
  running: 'runs',
  starting: 'is starting',
  stopping: 'is ending',
  stopped: 'is stopped',
  suspended: 'is asleep',
  crashed: 'crashed',
} as const;

const notes = {
  running: 'Its editor is not loaded in this tab.',
  starting: 'The editor opens here as soon as it answers.',
  stopping: 'Its processes are being ended.',
  stopped: 'Nothing of it runs on the server. Your files and its settings are as you left them.',
  suspended:
    'Nobody used it, so it takes no memory now. Waking it takes a few seconds; its port and its settings are kept.',
  crashed: 'Its process ended by itself.',
} as const;
