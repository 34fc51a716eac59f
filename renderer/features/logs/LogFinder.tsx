import { ChevronDown, ChevronUp } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { IconButton } from '../../ui/Button.tsx';
import type { LogFinding } from './use-log-matches.ts';

/** The field for what is looked for, and the way from match to match. */
export function LogFinder({ finding }: { readonly finding: LogFinding }) {
  const { text, numbers, current, problem, search, step } = finding;
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    }
    // Empties the field first; only then it is for the drawer.
    if (event.key === 'Escape' && text !== '') {
      event.stopPropagation();
      event.nativeEvent.stopImmediatePropagation();
      search('');
    }
  };
  const place = current === null ? -1 : numbers.indexOf(current);
  const count = numbers.length;
  const found = `${place >= 0 ? `${place + 1} of ` : ''}${count.toLocaleString('en')} ${place >= 0 || count !== 1 ? 'lines' : 'line'}`;
  const hasSearch = text.trim() !== '';
  return (
    <div className="log-finder">
      <input
        type="search"
        className="search-field"
        aria-label="Find in the log"
        placeholder="Find words or /pattern/"
        value={text}
        onChange={({ currentTarget }) => search(currentTarget.value)}
        onKeyDown={press}
      />
      {hasSearch && (
        <span className="log-steps">
          <span className="log-found faint num" role="status" data-problem={problem !== null}>
            {problem ?? (count === 0 ? 'No line' : found)}
          </span>
          <IconButton label="Previous match" hint="Shift+Enter" disabled={count === 0} onClick={() => step(-1)}>
            <ChevronUp size={15} />
          </IconButton>
          <IconButton label="Next match" hint="Enter" disabled={count === 0} onClick={() => step(1)}>
            <ChevronDown size={15} />
          </IconButton>
        </span>
      )}
    </div>
  );
}
