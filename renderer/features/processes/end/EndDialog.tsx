import { useStore } from 'zustand';
import type { ProcessRow } from '../../../../main/contract/processes.ts';
import { countOf } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { CommandWords } from '../../../ui/CommandLine.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { belongingWords, type NameOf, processName } from '../process-words.ts';
import { consequenceOf } from './end-words.ts';
import type { Ending, EndingModel } from './ending-model.ts';
import { ProcessList } from './ProcessList.tsx';
import './end.css';

interface EndDialogProps {
  readonly model: EndingModel;
  readonly hostName: string;
  readonly nameOf: NameOf;
}

/** Asks before processes are ended, says whose they are and what it costs, and offers force when they stay. */
export function EndDialog({ model, hostName, nameOf }: EndDialogProps) {
  const ending = useStore(model.store);
  return (
    <Dialog
      title={ending === null ? '' : titleOf(ending)}
      isOpen={ending !== null}
      onClose={model.close}
      width={520}
      closesOnClickOutside={ending?.phase === 'asking'}
    >
      {ending !== null && <EndQuestion ending={ending} model={model} hostName={hostName} nameOf={nameOf} />}
    </Dialog>
  );
}

function titleOf({ rows, title }: Ending): string {
  const [first] = rows;
  return title === null && first !== undefined ? `End ${processName(first)}?` : `End ${title}?`;
}

function EndQuestion({ ending, model, hostName, nameOf }: EndDialogProps & { readonly ending: Ending }) {
  const { rows, phase, isForced, outcome, problem } = ending;
  const [first] = rows;
  const isOne = rows.length === 1;
  const isFailed = problem !== null || (outcome !== null && outcome.failures.length > 0);
  const hasAlive = outcome !== null && outcome.alive.length > 0;
  const isOver = phase === 'over';
  return (
    <>
      {isOne && first !== undefined && !isOver && <OneProcess row={first} hostName={hostName} nameOf={nameOf} />}
      {!isOne && !isOver && (
        <>
          <p>{countOf(rows.length, 'process', 'processes')} are asked to end. What they did not save is lost.</p>
          <ProcessList rows={rows} label="What will be ended" />
        </>
      )}
      {phase === 'working' && (
        <Waiting words={isForced ? 'Ending by force…' : 'Asked to end; waiting some seconds for it…'} />
      )}
      {hasAlive && <StillAlive ending={ending} />}
      {problem !== null && <ProblemCard title="Ending failed" problem={problem} detailLabel="Show details" />}
      {outcome?.failures.map(({ pid, failure }) => (
        <ProblemCard key={pid} title={`Ending process ${pid} failed`} problem={failure} detailLabel="Show details" />
      ))}
      <div className="dialog-actions">
        <Button onClick={model.close} data-autofocus>
          {phase === 'asking' ? 'Cancel' : isOver ? (hasAlive ? 'Leave it running' : 'Close') : 'Close, it goes on'}
        </Button>
        {(hasAlive || (isOver && isFailed)) && (
          <Button look="danger" onClick={() => void model.confirm(hasAlive)}>
            {hasAlive ? 'End by force' : 'Try again'}
          </Button>
        )}
        {!isOver && (
          <Button look="danger" isBusy={phase === 'working'} onClick={() => void model.confirm(false)}>
            {isOne ? 'End it' : `End all ${rows.length}`}
          </Button>
        )}
      </div>
    </>
  );
}

interface OneProcessProps {
  readonly row: ProcessRow;
  readonly hostName: string;
  readonly nameOf: NameOf;
}

/** Whose process it is, what was started, and what ends with it. */
function OneProcess({ row, hostName, nameOf }: OneProcessProps) {
  const isForeign = row.owner.kind === 'other';
  return (
    <>
      {isForeign && (
        <Notice tone="warn">
          <p>
            <b>This process is none of Berth’s.</b> It belongs to the user <b>{row.user}</b> on {hostName}.
          </p>
        </Notice>
      )}
      {row.command !== '' && <CommandWords command={row.command} className="end-command mono" />}
      {!isForeign && (
        <p className="dim">
          {belongingWords(row, nameOf)}, as {row.user}
        </p>
      )}
      <p>{consequenceOf(row, nameOf)}</p>
    </>
  );
}

function StillAlive({ ending }: { readonly ending: Ending }) {
  const { rows, outcome, isForced } = ending;
  const alivePids = new Set(outcome?.alive.map(({ pid }) => pid));
  const alive = rows.filter(({ pid }) => alivePids.has(pid));
  const [first] = alive;
  const who =
    alive.length === 1 && first !== undefined ? processName(first) : countOf(alive.length, 'process', 'processes');
  const verb = alive.length === 1 ? 'is' : 'are';
  return (
    <>
      <Notice tone="warn" isLive>
        <p>
          <b>
            {who} {verb} still alive.
          </b>{' '}
          {isForced
            ? 'Even force did not end it: the kernel waits for a disk or a device first.'
            : 'Some programs take longer to save their work. Ending by force gives them no time for it.'}
        </p>
      </Notice>
      {alive.length > 1 && <ProcessList rows={alive} label="Still alive" />}
    </>
  );
}
