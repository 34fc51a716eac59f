import type { Session, TerminalSize } from '../../../main/contract/session-words.ts';
import type { ScreenLook } from './create-screen.ts';
import { terminalColours } from './terminal-colours.ts';
import { fontFamilyOf, type TerminalSettings } from './terminal-settings-model.ts';

const mostLength = 1_000;

/** How a terminal is drawn, by what the user has set and by Berth's theme. */
export function lookOf(settings: TerminalSettings, scheme: 'dark' | 'light'): ScreenLook {
  const { fontSizePx, lineHeight, cursorStyle, isCursorBlinking, isReadAloud } = settings;
  const fontFamily = fontFamilyOf(settings);
  return {
    fontFamily,
    fontSizePx,
    lineHeight,
    cursorStyle,
    isCursorBlinking,
    isReadAloud,
    colours: terminalColours(scheme),
  };
}

/** The size that a session has now, whoever gave it; null where none is told that a terminal could have. */
export function toldSize(told: Pick<Session, 'columns' | 'rows'> | null): TerminalSize | null {
  if (told === null || told.columns < 2 || told.rows < 1) return null;
  return { columns: Math.min(told.columns, mostLength), rows: Math.min(told.rows, mostLength) };
}

/** A size in words. */
export function sizeWords(size: TerminalSize | null): string {
  return size === null ? '' : `${size.columns} × ${size.rows}`;
}
