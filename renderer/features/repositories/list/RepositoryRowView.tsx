import { Ellipsis } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { formatBytes } from '../../../lib/format.ts';
import { useNow, useNowText } from '../../../lib/use-now.ts';
import { Button } from '../../../ui/Button.tsx';
import { DropMenu } from '../../../ui/DropMenu.tsx';
import { StateMark } from '../../../ui/StateMark.tsx';
import { StepList } from '../../../ui/StepList.tsx';
import { BranchCell } from './BranchCell.tsx';
import { CrashReport } from './CrashReport.tsx';
import { OperationFailure } from './OperationFailure.tsx';
import type { RepositoryRow } from './repository-rows.ts';
import type { RowActions } from './row-actions.ts';
import { rowMenu } from './row-menu.ts';
import { openedWords, primaryAction, stateLine } from './state-line.ts';
import type { WorkingCopiesModel } from './working-copies-model.ts';

interface RepositoryRowViewProps {
  readonly row: RepositoryRow;
  /** All rows of the host, for what could make room for this one. */
  readonly rows: readonly RepositoryRow[];
  readonly actions: RowActions;
  readonly isLinked: boolean;
  readonly showsPath: boolean;
  readonly profileId: string;
  readonly copies: WorkingCopiesModel;
  /** Shows what terminals and agents a repository has. */
  readonly sessionsOf?: ((repositoryId: string) => ReactNode) | undefined;
}

/** One repository: its name opens it, one button does what its state asks for, the menu has the rest. */
export function RepositoryRowView(props: RepositoryRowViewProps) {
  const { row, rows, actions, isLinked, showsPath, profileId, copies, sessionsOf } = props;
  const [isUnfolded, setIsUnfolded] = useState(false);
  const { id, name, path, state, port, memoryBytes, operation } = row;
  const isMoving = operation?.isRunning === true;
  const isCrashed = state === 'crashed';
  return (
    <>
      <tr data-testid={`repository-${id}`} data-state={state} onKeyDown={moveToRow}>
        <th scope="row" className="repository-name">
          <span>
            <StateMark state={state} />
            <button
              type="button"
              className="cut repository-open"
              title={`${path}\n${isLinked ? 'Press to open it in a tab' : 'Not linked'}`}
              disabled={!isLinked && state !== 'running'}
              onClick={() => actions.open(id)}
            >
              {name}
            </button>
            {showsPath && <span className="cut faint mono">{path}</span>}
            {sessionsOf?.(id)}
          </span>
        </th>
        <BranchCell row={row} copies={copies} profileId={profileId} isLinked={isLinked} />
        <td className="repository-state">
          <StateCell row={row} />
          {(isMoving || isCrashed) && (
            <Button
              isSmall
              look="quiet"
              aria-expanded={isUnfolded}
              aria-label={unfoldLabel(name, isMoving, isUnfolded)}
              onClick={() => setIsUnfolded(!isUnfolded)}
            >
              {isUnfolded ? 'Hide' : isMoving ? 'Steps' : 'Why?'}
            </Button>
          )}
        </td>
        <OpenedCell lastOpenedAtMs={row.lastOpenedAtMs} />
        <td className="repository-port right mono">{port ?? <span className="faint">–</span>}</td>
        <td className="repository-memory right">
          {memoryBytes === null ? <span className="faint">–</span> : formatBytes(memoryBytes)}
        </td>
        <td className="repository-actions">
          <span className="repository-buttons">
            <Primary row={row} actions={actions} isLinked={isLinked} />
            <DropMenu label={`More for ${name}`} entries={rowMenu(row, actions, isLinked)}>
              <Ellipsis size={15} aria-hidden="true" />
            </DropMenu>
          </span>
        </td>
      </tr>
      {isMoving && isUnfolded && (
        <tr className="repository-more">
          <td colSpan={7}>
            <StepList label={`Steps for ${name}`} steps={operation.steps} />
          </td>
        </tr>
      )}
      {isCrashed && isUnfolded && operation === null && (
        <tr className="repository-more">
          <td colSpan={7}>
            <CrashReport row={row} actions={actions} isLinked={isLinked} hasStart={false} />
          </td>
        </tr>
      )}
      {operation !== null && operation.problem !== null && (
        <tr className="repository-more">
          <td colSpan={7}>
            <OperationFailure
              id={id}
              name={name}
              operation={operation}
              problem={operation.problem}
              actions={actions}
              rows={rows}
            />
          </td>
        </tr>
      )}
    </>
  );
}

function OpenedCell({ lastOpenedAtMs }: { readonly lastOpenedAtMs: number | null }) {
  const words = useNowText((atMs) => openedWords(lastOpenedAtMs, atMs));
  const title = lastOpenedAtMs === null ? undefined : new Date(lastOpenedAtMs).toLocaleString('en');
  return (
    <td className="repository-opened right dim" title={title}>
      {words === '' ? <span className="faint">–</span> : words}
    </td>
  );
}

function unfoldLabel(name: string, isMoving: boolean, isUnfolded: boolean): string {
  if (isMoving) return isUnfolded ? `Hide the steps for ${name}` : `Steps for ${name}`;
  return isUnfolded ? `Hide why ${name} ended` : `Why? ${name} ended`;
}

function StateCell({ row }: Pick<RepositoryRowViewProps, 'row'>) {
  const { words, note, isBad } = stateLine(row, useNow());
  return (
    <span className="cut" title={note === null ? undefined : `${words} · ${note}`}>
      <span className={isBad ? 'bad' : undefined}>{words}</span>
      {note !== null && <span className="dim"> · {note}</span>}
    </span>
  );
}

function Primary({ row, actions, isLinked }: Pick<RepositoryRowViewProps, 'row' | 'actions' | 'isLinked'>) {
  const { id, name, state, operation } = row;
  const primary = primaryAction(row);
  if (primary === null) {
    return (
      <Button isSmall className="repository-primary" disabled aria-label={`${name} is ${state}`}>
        {state === 'starting' ? 'Starting…' : 'Ending…'}
      </Button>
    );
  }
  const { kind, label } = primary;
  const isBlocked = operation?.isRunning === true || (!isLinked && kind === 'start');
  return (
    <Button
      isSmall
      className="repository-primary"
      look={kind === 'open' ? 'accent' : 'plain'}
      aria-label={`${label} ${name}`}
      disabled={isBlocked}
      onClick={() => actions[kind](id)}
    >
      {label}
    </Button>
  );
}

/** Up and down go to the same control of the next row. */
function moveToRow(event: KeyboardEvent<HTMLTableRowElement>): void {
  const { key, target, currentTarget, altKey, ctrlKey, metaKey, defaultPrevented } = event;
  const isPlain = !altKey && !ctrlKey && !metaKey && !defaultPrevented;
  if (!isPlain || (key !== 'ArrowDown' && key !== 'ArrowUp') || !(target instanceof HTMLElement)) return;
  const place = ['.repository-open', '.repository-primary'].find((known) => target.matches(known));
  if (place === undefined) return;
  const controls = [...(currentTarget.closest('table')?.querySelectorAll<HTMLElement>(place) ?? [])];
  const next = controls[controls.indexOf(target) + (key === 'ArrowDown' ? 1 : -1)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
