import { useMemo, useState } from 'react';
import type { LogLines } from './log-lines.ts';
import { findMatches, type LogMatches, nextMatch, readSearch } from './log-search.ts';

/** What is looked for in a log, and where it is. */
export interface LogFinding {
  readonly text: string;
  readonly pattern: RegExp | null;
  /** Why nothing is looked for though something is typed. */
  readonly problem: string | null;
  /** Numbers of the lines that hold it. */
  readonly numbers: readonly number[];
  /** The match that somebody went to. */
  readonly current: number | null;
  readonly search: (text: string) => void;
  /** Goes to the next match, or to the one before. */
  readonly step: (direction: 1 | -1) => void;
}

/** Looks for what somebody types, in what is there and in what comes. */
export function useLogMatches(log: LogLines): LogFinding {
  const [typed, setTyped] = useState('');
  const [current, setCurrent] = useState<number | null>(null);
  const [find] = useState(createFinder);
  const { pattern, problem } = useMemo(() => readSearch(typed), [typed]);
  const { numbers } = useMemo(() => find(log, pattern), [find, log, pattern]);
  return {
    text: typed,
    pattern,
    problem,
    numbers,
    current,
    search: (text) => {
      setTyped(text);
      setCurrent(null);
    },
    step: (direction) => setCurrent(nextMatch(numbers, current, direction)),
  };
}

/** Remembers what was found, so that only what came since is looked through. */
function createFinder(): (log: LogLines, pattern: RegExp | null) => LogMatches {
  let known: LogMatches | null = null;
  return (log, pattern) => {
    known = findMatches(log, pattern, known);
    return known;
  };
}
