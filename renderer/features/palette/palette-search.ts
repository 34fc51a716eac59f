/** Of what kind an entry is, in the order of the list. */
export const entryKinds = ['tab', 'session', 'repository', 'server', 'command'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** One thing to go to or to do. */
export interface PaletteEntry {
  readonly id: string;
  readonly kind: EntryKind;
  readonly title: string;
  /** What tells it from others of the same name: its server, its address. */
  readonly note: string;
  /** What else it is found by. */
  readonly words?: string;
  /** The keys that do the same, as they are printed. */
  readonly keys?: string;
  readonly run: () => void;
}

/** More rows are not read, only searched further. */
const shownMost = 60;

/** The entries that every typed word is in, the best first; all of them, in the order of their kinds, when none is typed. */
export function searchPalette(entries: readonly PaletteEntry[], text: string): readonly PaletteEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = entries
    .map((entry, index) => ({ entry, index, score: scoreOf(entry, words) }))
    .filter(({ score }) => score !== null);
  const rank = ({ kind }: PaletteEntry) => entryKinds.indexOf(kind);
  scored.sort(
    (one, other) =>
      (other.score ?? 0) - (one.score ?? 0) || rank(one.entry) - rank(other.entry) || one.index - other.index,
  );
  return scored.slice(0, shownMost).map(({ entry }) => entry);
}

function scoreOf({ title, note, words: more = '' }: PaletteEntry, words: readonly string[]): number | null {
  let sum = 0;
  for (const word of words) {
    const score = wordScore(title.toLowerCase(), `${note} ${more}`.toLowerCase(), word);
    if (score === null) return null;
    sum += score;
  }
  return sum;
}

function wordScore(title: string, rest: string, word: string): number | null {
  if (title.startsWith(word)) return 5;
  const titleWords = title.split(/[^\p{L}\p{N}]+/u);
  if (titleWords.some((part) => part.startsWith(word))) return 4;
  if (title.includes(word)) return 3;
  if (rest.includes(word)) return 2;
  // "ptf" for "pytorch-transformers".
  return word.length > 1 && hasInOrder(title, word) ? 1 : null;
}

function hasInOrder(title: string, word: string): boolean {
  let at = -1;
  for (const letter of word) {
    at = title.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}
