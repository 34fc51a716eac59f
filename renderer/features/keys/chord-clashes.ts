import { chordParts, type System } from '../../../main/contract/chords.ts';
import { type CommandId, commands, type UsedChords } from '../../../main/contract/commands.ts';
import { holdersOf, type Reach } from './chords-model.ts';

/** What speaks against a chord: `refused` cannot be, `taken` belongs to another command, `warned` is the user's to decide. */
export interface Clash {
  readonly level: 'refused' | 'taken' | 'warned';
  readonly sentence: string;
}

interface ClashInput {
  readonly command: CommandId;
  readonly reach: Reach;
  readonly text: string;
  readonly used: readonly UsedChords[];
  readonly system: System;
  /** What VS Code does with a chord, by its own defaults; empty until that is read. */
  readonly vsCode: ReadonlyMap<string, string>;
}

/** The first thing that speaks against keys for a command; null when nothing does. */
export function clashOf(input: ClashInput): Clash | null {
  const refusal = refusalOf(input);
  if (refusal !== null) return { level: 'refused', sentence: refusal };
  const { command, text, used } = input;
  const [holder] = holdersOf(used, command, text);
  if (holder !== undefined) {
    return { level: 'taken', sentence: `“${commands[holder.command].title}” has these keys, and would lose them.` };
  }
  const warning = warningOf(input);
  return warning === null ? null : { level: 'warned', sentence: warning };
}

/** Keys that do something in every field and dialog when pressed alone. */
const plainKeys = /^(?:Tab|Enter|Space|Escape|Backspace|Delete|Insert|Home|End|PageUp|PageDown|Up|Down|Left|Right)$/;

function refusalOf({ text, reach, system }: ClashInput): string | null {
  const { hasControl, hasAlt, hasMeta, key } = chordParts(text);
  const isFunctionKey = /^F[0-9]+$/.test(key);
  const hasModifier = hasControl || hasAlt || hasMeta;
  if (key === 'Escape') return 'Esc closes what is open.';
  if (!hasModifier && plainKeys.test(key)) return 'These keys move through the page and through texts.';
  if (!hasModifier && !isFunctionKey && reach === 'everywhere') return 'These keys type something in an editor.';
  if (systemKeys[system].includes(text)) return 'The system does something else with these keys.';
  if (textKeys[system].includes(text)) return 'Texts are copied, pasted or undone with these keys.';
  return null;
}

const letters = (modifier: 'Ctrl' | 'Meta', keys: string) => keys.split('').map((key) => `${modifier}+${key}`);

const textKeys: Readonly<Record<System, readonly string[]>> = {
  mac: letters('Meta', 'ACVXZ'),
  windows: letters('Ctrl', 'ACVXYZ'),
  linux: letters('Ctrl', 'ACVXYZ'),
};

const systemKeys: Readonly<Record<System, readonly string[]>> = {
  mac: ['Meta+Q', 'Meta+H', 'Meta+M', 'Alt+Meta+H', 'Meta+Tab', 'Meta+Space', 'Ctrl+Meta+F', 'Ctrl+Meta+Q'],
  windows: ['Alt+F4', 'Alt+Tab', 'Alt+Space', 'Ctrl+Alt+Delete', 'F11'],
  linux: ['Alt+F4', 'Alt+Tab', 'Alt+Space', 'Ctrl+Alt+Delete', 'F11'],
};

function warningOf({ text, reach, system, vsCode }: ClashInput): string | null {
  const { hasControl, hasAlt, hasMeta } = chordParts(text);
  const use = reach === 'everywhere' ? vsCode.get(text) : undefined;
  if (use !== undefined) return `VS Code has these keys for ${use}. Editors would not get them any more.`;
  if (system !== 'mac' && hasMeta) return 'The system keeps most keys with this one for itself.';
  if (system === 'windows' && hasControl && hasAlt) {
    return 'On many keyboards this is AltGr, which types signs such as @ and {. They would be missing.';
  }
  if (system === 'mac' && hasAlt && !hasControl && !hasMeta && reach === 'everywhere') {
    return 'Option types signs on a Mac. This one would be missing in editors.';
  }
  return null;
}
