import { chordParts } from '../../contract/chords.ts';

/** Names of keys that Electron's menus call otherwise. */
const names: Readonly<Record<string, string>> = { Enter: 'Return' };

/** A chord as Electron's menus name it. */
export function acceleratorOf(text: string): string {
  const { hasControl, hasAlt, hasShift, hasMeta, key } = chordParts(text);
  const modifiers = [hasControl && 'Control', hasAlt && 'Alt', hasShift && 'Shift', hasMeta && 'Meta'];
  const number = /^Num([0-9])$/.exec(key)?.[1];
  const name = number === undefined ? (names[key] ?? key) : `num${number}`;
  return [...modifiers.filter((modifier) => modifier !== false), name].join('+');
}
