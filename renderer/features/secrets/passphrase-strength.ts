/** How long a passphrase would hold, roughly. */
export interface PassphraseStrength {
  readonly level: 'empty' | 'short' | 'weak' | 'fair' | 'strong';
  /** One line for whoever types it. */
  readonly words: string;
}

export const shortestPassphrase = 8;

const alphabets: readonly (readonly [RegExp, number])[] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[^a-zA-Z0-9]/, 30],
];

/** Repeated characters and runs such as "1234" add hardly anything for whoever guesses. */
function countingLength(text: string): number {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  return codes.filter((code, index) => index === 0 || Math.abs(code - (codes[index - 1] ?? 0)) > 1).length;
}

/** A rough guess in bits: length times what each character could have been. It knows no dictionary. */
function bitsOf(text: string): number {
  const choices = alphabets.reduce((sum, [pattern, size]) => sum + (pattern.test(text) ? size : 0), 0);
  return choices === 0 ? 0 : countingLength(text) * Math.log2(choices);
}

/** Judges a passphrase by what a program would have to try, in plain words. */
export function strengthOf(passphrase: string): PassphraseStrength {
  if (passphrase === '') return { level: 'empty', words: 'A few unrelated words are easy to keep and hard to guess.' };
  if (passphrase.length < shortestPassphrase) {
    return { level: 'short', words: `At least ${shortestPassphrase} characters.` };
  }
  const bits = bitsOf(passphrase);
  if (bits < 60) return { level: 'weak', words: 'Easy to guess; make it longer.' };
  if (bits < 80) return { level: 'fair', words: 'Good enough against most; another word makes it strong.' };
  return { level: 'strong', words: 'Strong.' };
}
