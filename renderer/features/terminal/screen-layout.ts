import type { TerminalSize } from '../../../main/contract/session-words.ts';

/** Room for a terminal, and how large one character is in it, CSS pixels. */
export interface ScreenRoom {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly cellWidthPx: number;
  readonly cellHeightPx: number;
}

/** Below this a character cannot be told from another, CSS pixels; what does not fit then is reached by scrolling. */
const leastFontPx = 6;
const most: TerminalSize = { columns: 1000, rows: 1000 };

/** How many characters fit; null while there is no room at all, because the terminal is hidden. */
export function sizeFor({ widthPx, heightPx, cellWidthPx, cellHeightPx }: ScreenRoom): TerminalSize | null {
  if (!(widthPx > 0 && heightPx > 0 && cellWidthPx > 0 && cellHeightPx > 0)) return null;
  const columns = Math.floor(widthPx / cellWidthPx);
  const rows = Math.floor(heightPx / cellHeightPx);
  // Narrower than that is no terminal but an animation on its way.
  if (columns < 2 || rows < 1) return null;
  return { columns: Math.min(columns, most.columns), rows: Math.min(rows, most.rows) };
}

/** Of a terminal with another view's size: the size of its font, so that all of it is seen, never larger than usual. */
export function fontSizeFor(size: TerminalSize, room: ScreenRoom, fontSizePx: number): number {
  const { widthPx, heightPx, cellWidthPx, cellHeightPx } = room;
  const share = Math.min(widthPx / (size.columns * cellWidthPx), heightPx / (size.rows * cellHeightPx), 1);
  // Half pixels keep letters sharp; a little less than what fits, because cells are rounded up.
  const fitting = Math.floor(fontSizePx * share * 2) / 2;
  return Math.max(leastFontPx, fitting);
}

/** What a keyboard on the screen takes away from the room must not change the terminal of everybody who looks at it. */
export function isKeyboardOnly(before: ScreenRoom | null, now: ScreenRoom, isTypingOnPhone: boolean): boolean {
  return isTypingOnPhone && before !== null && before.widthPx === now.widthPx && now.heightPx < before.heightPx;
}
