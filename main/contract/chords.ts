import { z } from 'zod';

/** The systems whose keyboards and habits differ. */
export type System = 'mac' | 'windows' | 'linux';

/** What is pressed; an `Input` of Electron is one as it is. */
export interface Press {
  /** The place of the key, whatever is printed on it. */
  readonly code: string;
  /** What it types. */
  readonly key: string;
  readonly control: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly meta: boolean;
}

const namedKeys = [
  'Tab',
  'Enter',
  'Space',
  'Escape',
  'Backspace',
  'Delete',
  'Insert',
  'Home',
  'End',
  'PageUp',
  'PageDown',
] as const;

/** What a keyboard of the United States types by the keys between the letters. */
const symbolByCode: Readonly<Record<string, string>> = {
  Minus: '-',
  Equal: '+',
  BracketLeft: '[',
  BracketRight: ']',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  Backslash: '\\',
  Comma: ',',
  Period: '.',
  Slash: '/',
};

const keyPattern = `[A-Z0-9]|F(?:[1-9]|1[0-9]|2[0-4])|Num[0-9]|Up|Down|Left|Right|${namedKeys.join('|')}|Plus|[!-*,-/:-@[-\`{-~]`;

/**
 * Keys that are pressed together, as `Ctrl+Alt+Shift+Meta+K` in this order. A letter is the one that is printed on the key
 * where that is a latin one, a digit the place of its key; any other sign is what is typed, however it is typed, so that
 * Shift is told with it only where it types nothing.
 */
export const chord = z
  .string()
  .regex(new RegExp(`^(?:Ctrl\\+)?(?:Alt\\+)?(?:Shift\\+)?(?:Meta\\+)?(?:${keyPattern})$`));

/** What is pressed as a chord; null for a modifier alone and for keys that no chord has. */
export function chordOf(press: Press): string | null {
  const { control, alt, meta } = press;
  const pressed = keyOf(press);
  if (pressed === null) return null;
  const shift = press.shift && !pressed.hasShift;
  const modifiers = [control && 'Ctrl+', alt && 'Alt+', shift && 'Shift+', meta && 'Meta+'];
  return `${modifiers.filter((modifier) => modifier !== false).join('')}${pressed.name}`;
}

interface PressedKey {
  readonly name: string;
  /** Shift was needed to type it. */
  readonly hasShift: boolean;
}

function keyOf({ code, key, control, alt, meta }: Press): PressedKey | null {
  const plain = (name: string): PressedKey => ({ name, hasShift: false });
  const isTyped = !control && !alt && !meta;
  const digit = /^Digit([0-9])$/.exec(code)?.[1];
  // A sign over a digit is typed, as "/" is on many keyboards; with Control, Alt or Command it is the digit that is meant.
  if (digit !== undefined && !(isTyped && isSign(key))) return plain(digit);
  if (/^[a-z]$/i.test(key)) return plain(key.toUpperCase());
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const number = /^Numpad([0-9])$/.exec(code)?.[1];
  if (number !== undefined) return plain(`Num${number}`);
  const arrow = /^Arrow(Up|Down|Left|Right)$/.exec(code)?.[1];
  if (arrow !== undefined) return plain(arrow);
  if (/^F(?:[1-9]|1[0-9]|2[0-4])$/.test(code)) return plain(code);
  if ((namedKeys as readonly string[]).includes(code)) return plain(code);
  if (isSign(key)) return { name: signName(key), hasShift: true };
  if (letter !== undefined) return plain(letter);
  const symbol = symbolByCode[code];
  return symbol === undefined ? null : plain(signName(symbol));
}

const isSign = (key: string) => /^[!-/:-@[-`{-~]$/.test(key);

/** One key has both signs on many keyboards, and "larger" is meant by either. */
const signName = (sign: string) => (sign === '+' || sign === '=' ? 'Plus' : sign);

/** A chord in its parts. */
export interface ChordParts {
  readonly hasControl: boolean;
  readonly hasAlt: boolean;
  readonly hasShift: boolean;
  readonly hasMeta: boolean;
  readonly key: string;
}

/** Takes a chord apart. */
export function chordParts(text: string): ChordParts {
  const parts = text.split('+');
  return {
    hasControl: parts.includes('Ctrl'),
    hasAlt: parts.includes('Alt'),
    hasShift: parts.includes('Shift'),
    hasMeta: parts.includes('Meta'),
    key: parts.at(-1) ?? '',
  };
}

/** A chord as it is printed on the keys of a system. */
export function chordWords(text: string, system: System): string {
  const { hasControl, hasAlt, hasShift, hasMeta, key } = chordParts(text);
  const name = keyWords[key] ?? key;
  if (system === 'mac') {
    return `${hasControl ? '⌃' : ''}${hasAlt ? '⌥' : ''}${hasShift ? '⇧' : ''}${hasMeta ? '⌘' : ''}${name}`;
  }
  const meta = system === 'windows' ? 'Win' : 'Super';
  const modifiers = [hasControl && 'Ctrl', hasAlt && 'Alt', hasShift && 'Shift', hasMeta && meta];
  return [...modifiers.filter((modifier) => modifier !== false), name].join('+');
}

const keyWords: Readonly<Record<string, string>> = {
  Plus: '+',
  Up: '↑',
  Down: '↓',
  Left: '←',
  Right: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Escape: 'Esc',
  Delete: 'Del',
};
