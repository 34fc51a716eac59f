/** A place in a text where it was found. */
export interface HistoryMatch {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** More are not marked; whoever looks for so little finds it everywhere. */
const mostMatches = 1_000;

/** Where a text stands in lines, whatever its case, from the first line on. */
export function findInLines(lines: readonly string[], text: string): readonly HistoryMatch[] {
  const wanted = text.toLowerCase();
  const found: HistoryMatch[] = [];
  if (wanted === '') return found;
  for (const [index, line] of lines.entries()) {
    const lower = line.toLowerCase();
    // A letter that changes its length with its case would shift all that follows it.
    const searched = lower.length === line.length ? lower : line;
    for (let start = searched.indexOf(wanted); start >= 0; start = searched.indexOf(wanted, start + wanted.length)) {
      found.push({ line: index, start, end: start + wanted.length });
      if (found.length === mostMatches) return found;
    }
  }
  return found;
}

/** A piece of a line; `match` is the number of the match that it is. */
export interface LinePiece {
  readonly text: string;
  readonly match: number | null;
}

/** A line in pieces, those that match and those between; `first` is the number of its first match among all. */
export function piecesOf(line: string, matches: readonly HistoryMatch[], first: number): readonly LinePiece[] {
  const pieces: LinePiece[] = [];
  let end = 0;
  for (const [index, match] of matches.entries()) {
    if (match.start > end) pieces.push({ text: line.slice(end, match.start), match: null });
    pieces.push({ text: line.slice(match.start, match.end), match: first + index });
    end = match.end;
  }
  if (end < line.length || pieces.length === 0) pieces.push({ text: line.slice(end), match: null });
  return pieces;
}
