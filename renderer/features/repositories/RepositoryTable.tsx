import { Fragment, useState } from 'react';
import { formatBytes, formatDuration } from '../../lib/format.ts';
import { currentStep } from '../../lib/operation-progress.ts';
import { useNow } from '../../lib/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { StepList } from '../../ui/StepList.tsx';
import { OperationFailure } from './OperationFailure.tsx';
import type { RepositoryRow } from './repository-rows.ts';
import type { RowActions } from './row-actions.ts';

interface RepositoryTableProps {
  readonly rows: readonly RepositoryRow[];
  readonly actions: RowActions;
  readonly isLinked: boolean;
}

/** The table of repositories; on a phone every row becomes a card. */
export function RepositoryTable({ rows, actions, isLinked }: RepositoryTableProps) {
  const nowMs = useNow();
  const repeated = new Set(rows.map(({ name }) => name).filter((name, index, names) => names.indexOf(name) !== index));
  return (
    <table className="repositories">
      <thead>
        <tr>
          <th scope="col">Repository</th>
          <th scope="col">Branch</th>
          <th scope="col">State</th>
          <th scope="col" className="right">
            Port
          </th>
          <th scope="col" className="right">
            Memory
          </th>
          <th scope="col">
            <span className="hidden-text">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody className="num">
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            actions={actions}
            isLinked={isLinked}
            nowMs={nowMs}
            showsPath={repeated.has(row.name)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly row: RepositoryRow;
  readonly actions: RowActions;
  readonly isLinked: boolean;
  readonly nowMs: number;
  readonly showsPath: boolean;
}

function Row({ row, actions, isLinked, nowMs, showsPath }: RowProps) {
  const [hasSteps, setHasSteps] = useState(false);
  const { id, name, path, branch, state, port, memoryBytes, operation } = row;
  const isMoving = operation?.isRunning === true;
  return (
    <Fragment>
      <tr data-testid={`repository-${id}`} data-state={state}>
        <th scope="row" className="repository-name" title={path}>
          <span>
            <StateMark state={state} />
            <span className="cut">{name}</span>
            {showsPath && <span className="cut faint mono">{path}</span>}
          </span>
        </th>
        <td className="repository-branch mono dim">
          <span className="cut">{branch ?? '–'}</span>
        </td>
        <td className="repository-state">
          <StateCell row={row} nowMs={nowMs} />
          {isMoving && (
            <Button isSmall look="quiet" aria-expanded={hasSteps} onClick={() => setHasSteps(!hasSteps)}>
              {hasSteps ? 'Hide steps' : 'Steps'}
            </Button>
          )}
        </td>
        <td className="repository-port right mono">{port ?? <span className="faint">–</span>}</td>
        <td className="repository-memory right">
          {memoryBytes === null ? <span className="faint">–</span> : formatBytes(memoryBytes)}
        </td>
        <td className="repository-actions">
          <Actions row={row} actions={actions} isLinked={isLinked} />
        </td>
      </tr>
      {isMoving && hasSteps && (
        <tr className="repository-more">
          <td colSpan={6}>
            <StepList label={`Steps for ${name}`} steps={operation.steps} />
          </td>
        </tr>
      )}
      {operation !== null && operation.problem !== null && (
        <tr className="repository-more">
          <td colSpan={6}>
            <OperationFailure name={name} operation={operation} problem={operation.problem} id={id} actions={actions} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}

const stateWords = {
  starting: 'starting',
  stopping: 'stopping',
  running: 'running',
  suspended: 'asleep',
  stopped: 'stopped',
  crashed: 'crashed',
} as const;

function StateCell({ row: { state, operation, startedAtMs }, nowMs }: Pick<RowProps, 'row' | 'nowMs'>) {
  const step = operation?.isRunning === true ? currentStep(operation.steps) : null;
  if (step !== null) {
    return (
      <span className="cut" title={step.title}>
        {stateWords[state]} <span className="dim">· {step.title}</span>
      </span>
    );
  }
  if (state === 'running' && startedAtMs !== null) {
    return <span className="dim">running {formatDuration((nowMs - startedAtMs) / 1000)}</span>;
  }
  return <span className={state === 'crashed' ? 'bad' : 'dim'}>{stateWords[state]}</span>;
}

function Actions({
  row: { id, name, state, operation },
  actions,
  isLinked,
}: Pick<RowProps, 'row' | 'actions' | 'isLinked'>) {
  const cannotChange = operation?.isRunning === true || !isLinked;
  const isUp = state === 'running' || state === 'starting' || state === 'stopping';
  return (
    <span className="repository-buttons">
      {isUp ? (
        <Button isSmall aria-label={`Stop ${name}`} disabled={cannotChange} onClick={() => actions.stop(id)}>
          Stop
        </Button>
      ) : (
        <Button isSmall aria-label={`Start ${name}`} disabled={cannotChange} onClick={() => actions.start(id)}>
          Start
        </Button>
      )}
      <Button
        isSmall
        look={state === 'running' ? 'accent' : 'plain'}
        aria-label={`Open ${name}`}
        disabled={state === 'stopping' || (!isLinked && state !== 'running')}
        onClick={() => actions.open(id)}
      >
        Open
      </Button>
    </span>
  );
}
