import { chordOf, chordParts, chordWords, type System } from '../../../main/contract/chords.ts';

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

/** The keys of an action as they are printed; empty where it has none. */
export function keysOfAction(action: TerminalAction, system: System): string {
  const known = Object.entries(system === 'mac' ? byChordOnMac : byChord);
  const chord = known.find(([, one]) => one === action)?.[0];
  return chord === undefined ? '' : chordWords(chord, system);
}

/** Whom a press is for: an action of the terminal, its program, or the page around it. */
export function meaningOf(
  event: KeyboardEvent,
  system: System,
  isOwnChord: (chord: string) => boolean,
): TerminalAction | 'program' | 'page' {
  // What typed a sign by AltGr, or chooses one, is a text.
  if (event.type !== 'keydown' || event.isComposing || event.getModifierState('AltGraph')) return 'program';
  const { code, key, altKey: alt, ctrlKey: control, metaKey: meta, shiftKey: shift } = event;
  const chord = chordOf({ code, key, alt, control, meta, shift });
  if (chord === null) return 'program';
  return terminalAction(chord, system) ?? (isOwnChord(chord) || isForPage(chord, system) ? 'page' : 'program');
}

/** Keys with Command never reach a program, so what is left of them is the page's. */
function isForPage(chord: string, system: System): boolean {
  return system === 'mac' && chordParts(chord).hasMeta && !chordParts(chord).hasControl;
}
