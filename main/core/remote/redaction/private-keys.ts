import { mask } from './secret-forms.ts';

/** A key of 16,384 bits has 220 lines; what is cut off before its end must not hide the rest of a log. */
const mostKeyLines = 400;
const begin = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----/;
const end = /-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----/;
const keyLine = /^[^\S\n]*[A-Za-z0-9+/]+={0,2}[^\S\n]*$/;
const keyRun = /[A-Za-z0-9+/]{16,}={0,2}/g;
const longKeyLine = /^[A-Za-z0-9+/]{40,}={0,2}$/;

/**
 * Where a log is: outside of a private key, within one with so many more lines at most, or at the beginning of a text whose
 * first lines may be the rest of one.
 */
export type KeyPlace = 'outside' | 'maybe' | number;

/** Hides what a line has of a key's own text. */
function hideKeyText(line: string): string {
  return keyLine.test(line) ? mask : line.replace(keyRun, mask);
}

function hideInLine(line: string, place: KeyPlace): { readonly line: string; readonly place: KeyPlace } {
  if (place === 'maybe') {
    return longKeyLine.test(line) ? { line: mask, place } : hideInLine(line, 'outside');
  }
  if (place === 'outside') {
    const begun = begin.exec(line);
    if (begun === null) return { line, place };
    const text = begun.index + begun[0].length;
    const rest = hideInLine(line.slice(text), mostKeyLines);
    return { line: line.slice(0, text) + rest.line, place: rest.place };
  }
  const ended = end.exec(line);
  if (ended !== null) {
    const rest = hideInLine(line.slice(ended.index + ended[0].length), 'outside');
    const text = ended.index === 0 ? '' : mask;
    return { line: text + ended[0] + rest.line, place: rest.place };
  }
  return { line: line === '' ? line : hideKeyText(line), place: place === 1 ? 'outside' : place - 1 };
}

/** Hides private keys in lines; `place` is where the text begins, and where it ends. */
export function hidePrivateKeys(text: string, place: KeyPlace): { readonly text: string; readonly place: KeyPlace } {
  if (place === 'outside' && !text.includes('PRIVATE KEY')) return { text, place };
  let here = place;
  const pieces = text.split('\n');
  const last = pieces.length - 1;
  const lines = pieces.map((piece, index) => {
    // What follows the last line end is no line yet.
    if (index === last && piece === '') return piece;
    const hidden = hideInLine(piece, here);
    here = hidden.place;
    return hidden.line;
  });
  return { text: lines.join('\n'), place: here };
}
