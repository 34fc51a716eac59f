import { useStore } from 'zustand';
import type { CommandId } from '../../../main/contract/commands.ts';
import { keysOf, type Reach } from '../../features/keys/chords-model.ts';
import { useBerth } from '../use-berth.ts';

/** The keys of a command as they are printed on this system's keyboards; empty where it has none. */
export function useKeyWords(command: CommandId): string {
  const { chords } = useBerth();
  return useStore(chords.store, (state) => keysOf(state, chords.system, command));
}

/** The same of several commands, for lists; in an editor, those that work there come first. */
export function useKeyWordsOf(reach: Reach = 'onPage'): (command: CommandId) => string {
  const { chords } = useBerth();
  const state = useStore(chords.store);
  return (command) => keysOf(state, chords.system, command, reach);
}
