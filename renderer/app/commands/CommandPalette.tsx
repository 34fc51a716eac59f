import { useStore } from 'zustand';
import type { CommandId } from '../../../main/contract/commands.ts';
import { Palette } from '../../features/palette/Palette.tsx';
import type { PaletteScope } from '../../features/palette/palette-model.ts';
import { useTabNames } from '../editors/use-tab-names.ts';
import { useBerth } from '../use-berth.ts';
import { paletteEntries } from './palette-entries.ts';
import { useKeyWordsOf } from './use-key-words.ts';

interface CommandPaletteProps {
  readonly run: (command: CommandId) => void;
}

/** The palette over everything that the page knows; nothing is collected while it is closed. */
export function CommandPalette({ run }: CommandPaletteProps) {
  const { palette } = useBerth();
  const scope = useStore(palette.store, (state) => state.scope);
  return scope === null ? null : <Open key={scope} scope={scope} run={run} />;
}

function Open({ scope, run }: CommandPaletteProps & { readonly scope: PaletteScope }) {
  const app = useBerth();
  // Where it was opened from an editor, the other keys are VS Code's.
  const isInEditor = useStore(app.layout, ({ activeTabId }) => activeTabId !== null);
  const keysOf = useKeyWordsOf(isInEditor ? 'everywhere' : 'onPage');
  const tabNames = useTabNames();
  // What comes in while it is open is listed too.
  useStore(app.repositories.store);
  useStore(app.instances.store);
  useStore(app.sessions.store);
  useStore(app.profiles.store);
  const entries = paletteEntries(app, { scope, tabNames, keysOf, run });
  return <Palette scope={scope} entries={entries} onClose={app.palette.close} />;
}
