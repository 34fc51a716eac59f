// biome-ignore-start lint/suspicious/noControlCharactersInRegex: this file is about them
const colours = /(\u001b\[[0-9;:]*m)/;
const terminalSequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])?/g;
/** Line breaks and tabs stay. The rest is obeyed by a terminal, or turns the direction of what follows. */
const invisible =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/g;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: this file is about them

const plain = (text: string) => text.replace(terminalSequences, '').replace(invisible, '');

/** What a screen shows, as text for display. */
export function screenText(text: string): string {
  return plain(text);
}

/** The same with the sequences that set colours and nothing else. */
export function colouredScreenText(text: string): string {
  const pieces = text.split(colours);
  return pieces.map((piece, index) => (index % 2 === 1 ? piece : plain(piece))).join('');
}
