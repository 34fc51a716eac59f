/** The end of a log in lines. Lines are numbered from the first one that was told, for ever, so that a line keeps its number. */
export interface LogLines {
  readonly lines: readonly string[];
  /** Number of `lines[0]`; greater than 0 when older lines were let go. */
  readonly firstNumber: number;
  /** The last line has no line end yet; what comes next belongs to it. */
  readonly isOpen: boolean;
  /** Of all lines together, characters. */
  readonly length: number;
}

/** More than this is not kept: the file on the host has it all. */
export const maxLineCount = 50_000;
/** Characters; long lines count for many short ones. */
const maxLength = 24_000_000;
/** A line without an end must not grow for ever. */
const maxLineLength = 200_000;

export const noLines: LogLines = { lines: [], firstNumber: 0, isOpen: false, length: 0 };

const cut = (line: string) => (line.length > maxLineLength ? `${line.slice(0, maxLineLength)}…` : line);

/** Adds a piece of text as it came; a piece may begin and end in the middle of a line. */
export function appendText(log: LogLines, text: string): LogLines {
  if (text === '') return log;
  const pieces = text.split('\n');
  // A text that ends with a line end leaves one empty piece, which is no line.
  const isOpen = pieces.at(-1) !== '';
  if (!isOpen) pieces.pop();
  const begun = log.isOpen ? log.lines.at(-1) : undefined;
  const kept = begun === undefined ? log.lines : log.lines.slice(0, -1);
  if (begun !== undefined) pieces[0] = begun + (pieces[0] ?? '');
  const added = pieces.map(cut);
  const length = log.length - (begun?.length ?? 0) + added.reduce((sum, line) => sum + line.length, 0);
  return letGo({ lines: kept.concat(added), firstNumber: log.firstNumber, isOpen, length });
}

/** Lets older lines go, so that what is kept stays small. */
function letGo(log: LogLines): LogLines {
  let surplus = Math.max(0, log.lines.length - maxLineCount);
  let length = log.length;
  for (let index = 0; index < surplus; index += 1) length -= log.lines[index]?.length ?? 0;
  for (; length > maxLength && surplus < log.lines.length - 1; surplus += 1) length -= log.lines[surplus]?.length ?? 0;
  if (surplus === 0) return log;
  return { ...log, lines: log.lines.slice(surplus), firstNumber: log.firstNumber + surplus, length };
}
