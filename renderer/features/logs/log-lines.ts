/** The end of a log in lines. Lines are numbered from the first one that was told, for ever, so that a line keeps its number. */
export interface LogLines {
  readonly lines: readonly string[];
  /** Number of `lines[0]`; greater than 0 when older lines were let go. */
  readonly firstNumber: number;
  /** The last line has no line end yet; what comes next belongs to it. */
  readonly isOpen: boolean;
}

/** More than this is not kept: the file on the host has it all. */
export const maxLineCount = 10_000;
/** A line without an end must not grow for ever. */
const maxLineLength = 8_000;

export const noLines: LogLines = { lines: [], firstNumber: 0, isOpen: false };

/** Adds a piece of text as it came; a piece may begin and end in the middle of a line. */
export function appendText(log: LogLines, text: string): LogLines {
  if (text === '') return log;
  const pieces = text.split('\n');
  // A text that ends with a line end leaves one empty piece, which is no line.
  const isOpen = pieces.at(-1) !== '';
  if (!isOpen) pieces.pop();
  const lines = [...log.lines];
  if (log.isOpen) lines.push((lines.pop() ?? '') + (pieces.shift() ?? ''));
  for (const piece of pieces) lines.push(piece);
  const cut = lines.map((line) => (line.length > maxLineLength ? `${line.slice(0, maxLineLength)}…` : line));
  const surplus = Math.max(0, cut.length - maxLineCount);
  return {
    lines: surplus === 0 ? cut : cut.slice(surplus),
    firstNumber: log.firstNumber + surplus,
    isOpen,
  };
}

/** Some lines that are drawn together. `number` is the first one's, and stays theirs while lines before are let go. */
export interface LogBlock {
  readonly number: number;
  readonly text: string;
  readonly lineCount: number;
}

const blockLength = 100;

/** Splits lines into blocks whose borders do not move when lines are added or let go. */
export function blocksOf({ lines, firstNumber }: Pick<LogLines, 'lines' | 'firstNumber'>): readonly LogBlock[] {
  const blocks: LogBlock[] = [];
  let index = 0;
  while (index < lines.length) {
    const number = firstNumber + index;
    const end = Math.min(lines.length, index + blockLength - (number % blockLength));
    blocks.push({ number, text: lines.slice(index, end).join('\n'), lineCount: end - index });
    index = end;
  }
  return blocks;
}

/** The lines that hold the search, whatever its letters' case. */
export function matchingLines(lines: readonly string[], search: string): readonly string[] {
  const wanted = search.trim().toLowerCase();
  return wanted === '' ? lines : lines.filter((line) => line.toLowerCase().includes(wanted));
}
