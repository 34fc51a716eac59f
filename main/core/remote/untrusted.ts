// biome-ignore-start lint/suspicious/noControlCharactersInRegex: this file is about them
/** Longest progress line a host may print, characters. */
export const maximumLineLength = 64 * 1024;
/** Longest document a host may print, bytes. */
export const maximumMessageBytes = 4 * 1024 * 1024;

const invisible = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const invisibleButLineBreaks = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const terminalSequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: this file is about them

/** A host's text for one line of display: no control, terminal or direction characters. */
export function cleanLine(text: string, maximumLength = 500): string {
  return text.replace(terminalSequences, '').replace(invisible, ' ').slice(0, maximumLength).trim();
}

/** A host's text for display over several lines; line breaks and tabs stay. The tail is kept when it is too long. */
export function cleanText(text: string, maximumLength = 16_384): string {
  return text.replace(terminalSequences, '').replace(invisibleButLineBreaks, '').slice(-maximumLength).trimEnd();
}

/** A piece of a host's text that goes on with the next piece, so that its end is kept as it is. */
export function cleanPiece(text: string): string {
  return text.replace(terminalSequences, '').replace(invisibleButLineBreaks, '');
}

/** The beginning of a text that is kept for a while. A mere slice of a long line would keep the whole line in memory. */
export function keepBeginning(text: string, maximumLength: number): string {
  return Buffer.from(text.slice(0, maximumLength)).toString();
}
