import type { LogLines } from './log-lines.ts';

/** What is looked for in a log: letters whatever their case, or a pattern between slashes. */
export interface LogSearch {
  readonly text: string;
  /** Null when nothing is looked for. */
  readonly pattern: RegExp | null;
  /** Why there is no pattern though something is typed. */
  readonly problem: string | null;
}

/** Reads what somebody typed: `/pattern/flags`, or plain letters. */
export function readSearch(text: string): LogSearch {
  const wanted = text.trim();
  if (wanted === '') return { text, pattern: null, problem: null };
  const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/.exec(wanted) ?? [];
  if (source === undefined) {
    return { text, pattern: new RegExp(wanted.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'gi'), problem: null };
  }
  try {
    return { text, pattern: new RegExp(source, flags.includes('g') ? flags : `${flags}g`), problem: null };
  } catch {
    return { text, pattern: null, problem: 'No pattern yet' };
  }
}

/** Longer lines are looked through so far only: a pattern of a user's may take its time. */
const mostSearched = 20_000;

/** Which lines hold what is looked for, by number. */
export interface LogMatches {
  readonly pattern: RegExp | null;
  readonly numbers: readonly number[];
  /** The line after the last one that was looked at and has its end. */
  readonly until: number;
}

/** Looks at the lines that the last look did not see; another search looks at all. */
export function findMatches(log: LogLines, pattern: RegExp | null, before: LogMatches | null): LogMatches {
  if (pattern === null) return { pattern, numbers: [], until: 0 };
  const end = log.firstNumber + log.lines.length;
  const isOn = before?.pattern === pattern && before.until >= log.firstNumber && before.until <= end;
  const from = isOn ? before.until : log.firstNumber;
  const numbers = isOn ? before.numbers.filter((number) => number >= log.firstNumber && number < from) : [];
  for (let number = from; number < end; number += 1) {
    pattern.lastIndex = 0;
    if (pattern.test((log.lines[number - log.firstNumber] ?? '').slice(0, mostSearched))) numbers.push(number);
  }
  return { pattern, numbers, until: log.isOpen ? end - 1 : end };
}

/** A part of a line; matches are marked. */
export interface LinePart {
  readonly text: string;
  readonly isMatch: boolean;
}

/** More marks in one line are no help. */
const mostMarks = 200;

/** Splits a line at its matches. */
export function partsOf(line: string, pattern: RegExp | null): readonly LinePart[] {
  if (pattern === null) return [{ text: line, isMatch: false }];
  const parts: LinePart[] = [];
  let place = 0;
  for (const match of line.slice(0, mostSearched).matchAll(pattern)) {
    if (match[0] === '' || parts.length > 2 * mostMarks) continue;
    if (match.index > place) parts.push({ text: line.slice(place, match.index), isMatch: false });
    parts.push({ text: match[0], isMatch: true });
    place = match.index + match[0].length;
  }
  if (place < line.length || parts.length === 0) parts.push({ text: line.slice(place), isMatch: false });
  return parts;
}

/** The match after a line, or before it; at the end it goes on at the other one. Null when there is none. */
export function nextMatch(numbers: readonly number[], from: number | null, step: 1 | -1): number | null {
  if (numbers.length === 0) return null;
  if (step === 1) return numbers.find((number) => from === null || number > from) ?? numbers[0] ?? null;
  return numbers.findLast((number) => from === null || number < from) ?? numbers.at(-1) ?? null;
}
