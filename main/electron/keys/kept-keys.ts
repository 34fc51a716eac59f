import { chordOf, type Press } from '../../contract/chords.ts';
import { type CommandId, commands, type UsedChords } from '../../contract/commands.ts';

/** What has the focus: an editor, which wants nearly every key, or a forwarded page, which is any web page. */
export type ViewKind = 'editor' | 'page';

/** The part of Electron's `Input` that decides. */
export interface ViewPress extends Press {
  readonly type: string;
  readonly isComposing: boolean;
  readonly isAutoRepeat: boolean;
}

/** The command of a press that a view does not get; null for every other one, which is the view's alone. */
export function keptCommand(chords: readonly UsedChords[], press: ViewPress, kind: ViewKind): CommandId | null {
  // While a word is composed, keys choose among its signs.
  if (press.type !== 'keyDown' || press.isComposing) return null;
  const pressed = chordOf(press);
  if (pressed === null) return null;
  const kept = chords.find(
    ({ command, onPage, everywhere }) =>
      everywhere === pressed || (kind === 'page' && commands[command].isOfPages && onPage === pressed),
  );
  return kept?.command ?? null;
}
