/** What a terminal takes for one line; Linux cuts those off that are longer than 4095 bytes. */
const mostLineBytes = 4000;
const isPlain = /^[A-Za-z0-9@%_+=:,./-]+$/;

/**
 * The one line that begins a program in a terminal whose shell is any `sh`, interactive or not. Null when no line can: a
 * control character would be taken for a key, and a line that is too long would be cut off.
 */
export function attachLine(program: string, args: readonly string[]): string | null {
  const words = [program, ...args];
  if (words.some(hasControlCharacter)) return null;
  const line = `stty -echo; exec ${words.map(quoted).join(' ')}; exit 69\n`;
  return Buffer.byteLength(line) > mostLineBytes ? null : line;
}

function hasControlCharacter(word: string): boolean {
  return Buffer.from(word).some((byte) => byte < 0x20 || byte === 0x7f);
}

/** A line editor takes single bytes of other alphabets for keys, so that they are written as numbers. */
function quoted(word: string): string {
  if (isPlain.test(word)) return `'${word}'`;
  const octal = [...Buffer.from(word)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  return word === '' ? "''" : `"$(printf '${octal}')"`;
}
