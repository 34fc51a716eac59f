import { memo } from 'react';
import type { LogLevel } from './log-level.ts';
import { partsOf } from './log-search.ts';

/** A longer line is shown so far, until somebody asks for the rest, characters. */
const mostShown = 2_000;

interface LogLineProps {
  readonly number: number;
  readonly text: string;
  readonly level: LogLevel;
  readonly pattern: RegExp | null;
  /** The match that somebody went to. */
  readonly isCurrent: boolean;
  readonly isWhole: boolean;
  readonly onShowAll: (number: number) => void;
}

/** One line of a log: its level as a colour and a bar, what is looked for marked, a long one cut. */
export const LogLine = memo(function LogLine(props: LogLineProps) {
  const { number, text, level, pattern, isCurrent, isWhole, onShowAll } = props;
  const isCut = !isWhole && text.length > mostShown;
  const shown = isCut ? text.slice(0, mostShown) : text;
  return (
    <div className="log-line" data-level={level} data-current={isCurrent || undefined}>
      {pattern === null
        ? shown
        : partsOf(shown, pattern).map((part, index) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, in its order
            part.isMatch ? <mark key={index}>{part.text}</mark> : part.text,
          )}
      {isCut && (
        <button type="button" className="log-more" onClick={() => onShowAll(number)}>
          … show all {text.length.toLocaleString('en')} characters
        </button>
      )}
    </div>
  );
});
