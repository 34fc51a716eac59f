import { hidePrivateKeys, type KeyPlace } from './private-keys.ts';
import { hideForms, keyBeginnings, mask } from './secret-forms.ts';

/** A line that goes on for ever is taken in parts of so many characters. */
const mostLineLength = 65_536;
/** No key is longer. */
const mostWordLength = 4096;

/** What is known of a log whose secrets are hidden piece by piece. */
export interface Redaction {
  /** The line that has no end yet, as it came. */
  readonly line: string;
  /** What was told of it. */
  readonly told: string;
  readonly keyPlace: KeyPlace;
  /** Nothing more is told of this line: it began before the text did, or hides a secret that goes on. */
  readonly isLineHidden: boolean;
}

/** A log from its beginning; `isCut`: from some place in it, so that its first line is not whole. */
export function beginRedaction({ isCut }: { readonly isCut: boolean }): Redaction {
  return { line: '', told: '', keyPlace: isCut ? 'maybe' : 'outside', isLineHidden: isCut };
}

function hide(text: string, place: KeyPlace): { readonly text: string; readonly place: KeyPlace } {
  const { text: keyless, place: after } = hidePrivateKeys(text, place);
  return { text: hideForms(keyless), place: after };
}

/** What is to be told of a line behind what was told of its beginning. */
function behind(told: string, line: string): string {
  // A secret was told of from another place on: the rest of its line is hidden.
  return line.startsWith(told) ? line.slice(told.length) : mask;
}

/** How much of a line without an end may be told: whole words, since a secret may be about to go on. */
function readyLength(line: string): number {
  const lastSpace = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'));
  return line.length - lastSpace > 2 * mostWordLength ? line.length - mostWordLength : lastSpace + 1;
}

/** The whole lines of a text, behind what was told of the first one. */
function takeLines(before: Redaction, lines: string): { readonly redaction: Redaction; readonly text: string } {
  const { keyPlace, told, isLineHidden } = before;
  if (isLineHidden && told === '') return takeLinesBehindCut(lines);
  const { text, place } = hide(lines, keyPlace);
  const firstEnd = text.indexOf('\n');
  const first = isLineHidden ? '' : behind(told, text.slice(0, firstEnd));
  return {
    redaction: { line: '', told: '', keyPlace: place, isLineHidden: false },
    text: first + text.slice(firstEnd),
  };
}

/** The same without the first line, which was cut off at its beginning. */
function takeLinesBehindCut(lines: string): { readonly redaction: Redaction; readonly text: string } {
  const firstEnd = lines.indexOf('\n') + 1;
  const { place } = hidePrivateKeys(lines.slice(0, firstEnd), 'outside');
  const { text, place: keyPlace } = hide(lines.slice(firstEnd), place === 'outside' ? 'maybe' : place);
  return { redaction: { line: '', told: '', keyPlace, isLineHidden: false }, text };
}

/** The beginning of a line that has no end yet. */
function takeOpen(before: Redaction): { readonly redaction: Redaction; readonly text: string } {
  const { line, told, keyPlace, isLineHidden } = before;
  if (isLineHidden) return { redaction: { ...before, line: '' }, text: '' };
  const length = readyLength(line);
  const hidden = hide(line.slice(0, length), keyPlace).text;
  const isOn = hidden.startsWith(told);
  const text = isOn ? hidden.slice(told.length) : '';
  const known = isOn ? hidden : told;
  if (line.length <= mostLineLength) return { redaction: { ...before, told: known }, text };
  const isHidden = !isOn || hidden.endsWith(mask);
  const rest = { line: line.slice(length), told: isHidden ? known : '', keyPlace, isLineHidden: isHidden };
  return { redaction: rest, text };
}

/**
 * Hides the secrets of the next piece of a log. Pieces may begin and end anywhere; of a line that has no end yet, whole
 * words are told.
 */
export function redactPiece(
  before: Redaction,
  piece: string,
): { readonly redaction: Redaction; readonly text: string } {
  const all = before.line + piece;
  const end = all.lastIndexOf('\n') + 1;
  const whole = end === 0 ? { redaction: before, text: '' } : takeLines(before, all.slice(0, end));
  const open = takeOpen({ ...whole.redaction, line: all.slice(end) });
  return { redaction: open.redaction, text: whole.text + open.text };
}

/** The rest of a line without an end, when nothing more comes. */
export function endRedaction({ line, told, keyPlace, isLineHidden }: Redaction): string {
  return isLineHidden ? '' : behind(told, hide(line, keyPlace).text);
}

/** Whether a key may begin in a word and go on behind its end. */
function mayBeginKey(word: string): boolean {
  const run = /[A-Za-z0-9_.-]*$/.exec(word)?.[0] ?? '';
  for (let start = 0; start < run.length; start += 1) {
    if (start > 0 && /[A-Za-z0-9]/.test(run.charAt(start - 1))) continue;
    const part = run.slice(start);
    if (keyBeginnings.some((key) => part.startsWith(key) || key.startsWith(part))) return true;
  }
  return false;
}

/**
 * The rest of a line without an end, when nothing came for a while: told unless it may be the beginning of a secret. Null
 * when there is nothing to tell.
 */
export function restOfLine(before: Redaction): { readonly redaction: Redaction; readonly text: string } | null {
  const { line, told, keyPlace, isLineHidden } = before;
  const word = line.slice(readyLength(line));
  if (isLineHidden || keyPlace !== 'outside' || word === '' || word.includes('://') || word.length > 200) return null;
  if (mayBeginKey(word)) return null;
  // Whatever goes on here must not be hidden by the forms that look at what is in front of it.
  const hidden = hide(line, keyPlace).text;
  const goingOn = 'x1'.repeat(40);
  if (!hidden.startsWith(told) || hide(line + goingOn, keyPlace).text !== hidden + goingOn) return null;
  const text = hidden.slice(told.length);
  return text === '' ? null : { redaction: { ...before, told: hidden }, text };
}

/** Hides the secrets of a whole text; `isTail`: it may begin within a private key, at the beginning of a line. */
export function redactText(text: string, { isTail = false }: { readonly isTail?: boolean } = {}): string {
  const begun: Redaction = { ...beginRedaction({ isCut: false }), keyPlace: isTail ? 'maybe' : 'outside' };
  const { redaction, text: told } = redactPiece(begun, text);
  return told + endRedaction(redaction);
}
