/** Keys that a phone's keyboard lacks. */
export const barKeys = ['Esc', 'Tab', 'Ctrl', 'Left', 'Down', 'Up', 'Right', 'Enter', '/', '|'] as const;
export type BarKey = Exclude<(typeof barKeys)[number], 'Ctrl'>;

const arrows: Readonly<Partial<Record<BarKey, string>>> = { Up: 'A', Down: 'B', Right: 'C', Left: 'D' };
const others: Readonly<Partial<Record<BarKey, string>>> = { Esc: '\u001b', Tab: '\t', Enter: '\r' };

/** What a key sends; a program may have asked for other arrows. */
export function textOfKey(key: BarKey, hasApplicationArrows: boolean): string {
  const arrow = arrows[key];
  if (arrow !== undefined) return `\u001b${hasApplicationArrows ? 'O' : '['}${arrow}`;
  return others[key] ?? key;
}

/** What is typed while Ctrl is held: of one letter or sign, its control character; anything else stays as it is. */
export function withControl(text: string): string {
  const [only, ...more] = text;
  if (only === undefined || more.length > 0) return text;
  const code = only.toUpperCase().charCodeAt(0);
  if (only === ' ') return '\u0000';
  if (only === '?') return '\u007f';
  return code >= 0x40 && code <= 0x5f ? String.fromCharCode(code - 0x40) : text;
}
