import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { countOf } from '../../lib/format.ts';
import { saveText } from '../../lib/save-text.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { SideDrawer } from '../../ui/SideDrawer.tsx';
import { LogView } from './LogView.tsx';
import { matchingLines, maxLineCount } from './log-lines.ts';
import type { LogsModel } from './logs-model.ts';
import './logs.css';

const runs = [
  { value: 'current', label: 'This run' },
  { value: 'previous', label: 'Previous run' },
] as const;

/** The log of one instance: followed as it grows, searched, copied, saved. */
export function LogsDrawer({ model }: { readonly model: LogsModel }) {
  const { subject } = useStore(model.store);
  return (
    <SideDrawer
      title={subject === null ? 'Log' : `Log of ${subject.name}`}
      isOpen={subject !== null}
      from="right"
      onClose={model.close}
    >
      {subject !== null && <Log key={`${subject.profileId} ${subject.repositoryId}`} model={model} />}
    </SideDrawer>
  );
}

function Log({ model }: { readonly model: LogsModel }) {
  const { subject, isPrevious, isWaiting, isAway, log, problem } = useStore(model.store);
  const [search, setSearch] = useState('');
  const shown = useMemo(() => matchingLines(log.lines, search), [log, search]);
  const isFiltered = search.trim() !== '';
  const isCut = log.firstNumber > 0;
  const name = subject?.name ?? '';
  return (
    <div className="log">
      <div className="log-tools">
        <Segments
          legend="Which run"
          name="log-run"
          value={isPrevious ? 'previous' : 'current'}
          options={runs}
          onChange={(run) => model.showRun(run === 'previous')}
        />
        <input
          type="search"
          className="search-field"
          aria-label="Show only lines with"
          placeholder="Show only lines with…"
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        />
      </div>
      {problem !== null && (
        <div className="log-problem">
          <ProblemCard title={`Reading the log of ${name} failed`} problem={problem}>
            <Button look="primary" onClick={() => model.showRun(isPrevious)}>
              Try again
            </Button>
          </ProblemCard>
        </div>
      )}
      <LogView
        key={String(isPrevious)}
        label={`Lines of ${name}`}
        lines={shown}
        firstNumber={isFiltered ? 0 : log.firstNumber}
        isFollowed={!isPrevious}
        empty={emptyWords({ isWaiting, isAway, isPrevious, isFiltered, hasLines: log.lines.length > 0 })}
      />
      <div className="log-foot">
        <span className="faint num" role="status">
          {isAway && <span className="log-away">Waiting for the server · </span>}
          {isFiltered
            ? `${shown.length} of ${countOf(log.lines.length, 'line')}`
            : `${isCut ? 'the last ' : ''}${countOf(log.lines.length, 'line')}`}
          {isCut && <span className="hidden-text">; older ones are not kept, {maxLineCount} at most</span>}
        </span>
        <CopyButton text={() => shown.join('\n')} label={isFiltered ? 'Copy what is shown' : 'Copy'} />
        <Button
          isSmall
          look="quiet"
          disabled={shown.length === 0}
          onClick={() => saveText(`${name}${isPrevious ? '-previous' : ''}.log`, `${shown.join('\n')}\n`)}
        >
          Save as file
        </Button>
      </div>
    </div>
  );
}

interface EmptyCase {
  readonly isWaiting: boolean;
  readonly isAway: boolean;
  readonly isPrevious: boolean;
  readonly isFiltered: boolean;
  readonly hasLines: boolean;
}

function emptyWords({ isWaiting, isAway, isPrevious, isFiltered, hasLines }: EmptyCase): string {
  if (isAway && !hasLines) return 'Waiting for the server. The log is read as soon as it is back.';
  if (isWaiting) return 'Reading the log…';
  if (isFiltered && hasLines) return 'No line holds these letters.';
  return isPrevious
    ? 'There was no run before this one, or it printed nothing.'
    : 'This run has printed nothing yet. What it prints appears here by itself.';
}
