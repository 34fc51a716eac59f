import type { KeyboardEvent, RefObject } from 'react';
import { MatchSteps } from '../../../ui/MatchSteps.tsx';
import { SearchField } from '../../../ui/SearchField.tsx';
import type { LogFinding } from './use-log-matches.ts';

interface LogFinderProps {
  readonly finding: LogFinding;
  readonly field: RefObject<HTMLInputElement | null> | undefined;
}

/** The field for what is looked for, and the way from match to match. */
export function LogFinder({ finding, field }: LogFinderProps) {
  const { text, numbers, current, problem, search, step } = finding;
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  };
  const place = current === null ? -1 : numbers.indexOf(current);
  const count = numbers.length;
  const found = `${place >= 0 ? `${place + 1} of ` : ''}${count.toLocaleString('en')} ${place >= 0 || count !== 1 ? 'lines' : 'line'}`;
  const hasSearch = text.trim() !== '';
  return (
    <div className="log-finder">
      <SearchField
        label="Find in the log"
        placeholder="Find words or /pattern/"
        value={text}
        onSearch={search}
        field={field}
        onKeyDown={press}
      />
      {hasSearch && (
        <span className="log-steps">
          <span className="log-found faint num" role="status" data-problem={problem !== null}>
            {problem ?? (count === 0 ? 'No line' : found)}
          </span>
          <MatchSteps isDisabled={count === 0} enterGoes="down" onStep={step} />
        </span>
      )}
    </div>
  );
}
