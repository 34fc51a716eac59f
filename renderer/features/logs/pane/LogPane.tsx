import { type RefObject, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { countOf } from '../../../lib/format.ts';
import { saveText } from '../../../lib/save-text.ts';
import { Button } from '../../../ui/Button.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { Segments } from '../../../ui/Segments.tsx';
import type { LogsModel } from '../logs-model.ts';
import { LogFinder } from './LogFinder.tsx';
import { LogView } from './LogView.tsx';
import { maxLineCount } from './log-lines.ts';
import { emptyWords } from './log-words.ts';
import { OperationsTable } from './OperationsTable.tsx';
import { useLogMatches } from './use-log-matches.ts';
import '../host/host-logs.css';
import './logs.css';

const runs = [
  { value: 'current', label: 'This run' },
  { value: 'previous', label: 'Previous run' },
] as const;
const shapes = [
  { value: 'table', label: 'Table' },
  { value: 'text', label: 'Text' },
] as const;

interface LogPaneProps {
  readonly model: LogsModel;
  /** The repository of an instance; the id itself where it is not known. */
  readonly nameOf: (instanceId: string) => string;
  /** The field that `/` leads to; a drawer has none, because it keeps the keys to itself. */
  readonly searchField?: RefObject<HTMLInputElement | null> | undefined;
}

/** One log: followed as it grows, searched, copied, saved. */
export function LogPane({ model, nameOf, searchField }: LogPaneProps) {
  const { subject, isPrevious, isWaiting, isAway, log, problem } = useStore(model.store);
  const finding = useLogMatches(log);
  const [isOnlyMatches, setOnlyMatches] = useState(true);
  const [isWrapped, setWrapped] = useState(true);
  const [shape, setShape] = useState<'table' | 'text'>('table');
  const kind = subject?.kind ?? 'instance';
  const name = subject?.name ?? '';
  const { pattern, numbers } = finding;
  const isTable = kind === 'operations' && shape === 'table';
  const isFiltered = pattern !== null && (isOnlyMatches || isTable);
  const shown = isFiltered ? numbers : null;
  const shownLines = useMemo(
    () => (shown === null ? log.lines : shown.map((number) => log.lines[number - log.firstNumber] ?? '')),
    [shown, log],
  );
  const isCut = log.firstNumber > 0;
  const hasLines = log.lines.length > 0;
  const empty = emptyWords({ kind, isWaiting, isAway, isPrevious, isFiltered, hasLines });
  const total = countOf(log.lines.length, 'line');
  return (
    <div className="log">
      <div className="log-tools">
        {kind === 'instance' && (
          <Segments
            legend="Which run"
            isTool
            name="log-run"
            value={isPrevious ? 'previous' : 'current'}
            options={runs}
            onChange={(run) => model.showRun(run === 'previous')}
          />
        )}
        {kind === 'operations' && (
          <Segments legend="Shown as" isTool name="log-shape" value={shape} options={shapes} onChange={setShape} />
        )}
        <LogFinder finding={finding} field={searchField} />
        {!isTable && (
          <div className="log-checks">
            <Check label="Only matches" isOn={isOnlyMatches} onChange={setOnlyMatches} />
            <Check label="Wrap lines" isOn={isWrapped} onChange={setWrapped} />
          </div>
        )}
      </div>
      {problem !== null && (
        <div className="card-problem">
          <ProblemCard title={`Reading the log of ${name} failed`} problem={problem}>
            <Button look="primary" onClick={() => model.showRun(isPrevious)}>
              Try again
            </Button>
          </ProblemCard>
        </div>
      )}
      {isTable ? (
        <OperationsTable lines={shownLines} nameOf={nameOf} empty={empty} />
      ) : (
        <LogView
          key={String(isPrevious)}
          label={`Lines of ${name}`}
          kind={kind}
          log={log}
          shown={shown}
          pattern={pattern}
          current={finding.current}
          isWrapped={isWrapped}
          isFollowed={!isPrevious}
          empty={empty}
        />
      )}
      <div className="log-foot">
        <span className="faint num" role="status">
          {isAway && <span className="log-away">Waiting for the server · </span>}
          {isFiltered ? `${shownLines.length} of ${total}` : `${isCut ? 'the last ' : ''}${total}`}
          {isCut && <span className="hidden-text">; older ones are not kept, {maxLineCount} at most</span>}
        </span>
        <CopyButton text={() => shownLines.join('\n')} label={isFiltered ? 'Copy what is shown' : 'Copy'} />
        <Button
          isSmall
          look="quiet"
          disabled={shownLines.length === 0}
          onClick={() => saveText(`${name}${isPrevious ? '-previous' : ''}.log`, `${shownLines.join('\n')}\n`)}
        >
          Save as file
        </Button>
      </div>
    </div>
  );
}

interface CheckProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Check({ label, isOn, onChange }: CheckProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={isOn} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
      {label}
    </label>
  );
}
