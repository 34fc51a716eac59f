import { chordParts, type System } from '../../../main/contract/chords.ts';

/** What keys do in a terminal that do not go to its program. */
export type TerminalAction = 'copy' | 'paste' | 'find' | 'history' | 'menu';

/** Those of most terminals: Control alone belongs to the program. */
const byChord: Readonly<Record<string, TerminalAction>> = {
  'Ctrl+Shift+C': 'copy',
  'Ctrl+Insert': 'copy',
  'Ctrl+Shift+V': 'paste',
  'Shift+Insert': 'paste',
  'Ctrl+Shift+F': 'find',
  'Shift+PageUp': 'history',
  'Shift+F10': 'menu',
};

const byChordOnMac: Readonly<Record<string, TerminalAction>> = {
  'Meta+C': 'copy',
  'Meta+V': 'paste',
  'Meta+F': 'find',
  'Shift+PageUp': 'history',
};

/** What a chord does in a terminal; null for one that its program gets. */
export function terminalAction(chord: string, system: System): TerminalAction | null {
  return (system === 'mac' ? byChordOnMac[chord] : byChord[chord]) ?? null;
}

/** The chord of an action, for menus. */
export function chordOfAction(action: TerminalAction, system: System): string | null {
  const known = Object.entries(system === 'mac' ? byChordOnMac : byChord);
  return known.find(([, one]) => one === action)?.[0] ?? null;
}

/** Keys with Command never reach a program, so what is left of them is the page's. */
export function isForPage(chord: string, system: System): boolean {
  return system === 'mac' && chordParts(chord).hasMeta && !chordParts(chord).hasControl;
}
