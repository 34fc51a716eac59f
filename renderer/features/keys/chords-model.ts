import { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { chord, chordWords, type System } from '../../../main/contract/chords.ts';
import {
  type CommandId,
  commandIds,
  commands,
  defaultChords,
  type UsedChords,
} from '../../../main/contract/commands.ts';
import { type PageStorage, readStored, writeStored } from '../../lib/stored-json.ts';

/** Where a chord counts: while Berth's own page has the focus, or in editors too. */
export type Reach = 'onPage' | 'everywhere';

const storageKey = 'berth.chords';
const changedChords = z.record(
  z.string(),
  z.object({ onPage: chord.nullable().optional(), everywhere: chord.nullable().optional() }),
);
/** What somebody set otherwise than it was, by command; null is "no keys". */
type ChangedChords = Readonly<Record<string, { readonly [reach in Reach]?: string | null | undefined }>>;

/** The keys of all commands, and which of them are changed. */
export interface ChordsState {
  readonly used: readonly UsedChords[];
  readonly changed: ChangedChords;
}

/** The keys of Berth's commands, as the user has set them. */
export interface ChordsModel {
  readonly store: StoreApi<ChordsState>;
  readonly system: System;
  /** Sets the keys of a command, or takes them away; a command that has the same ones at the same time loses them. */
  set(command: CommandId, reach: Reach, chord: string | null): void;
  /** Goes back to the first keys of a command. */
  reset(command: CommandId): void;
  resetAll(): void;
}

interface ChordsParts {
  readonly storage: PageStorage;
  readonly system: System;
  /** The first keys, whatever was set: somebody may have to mend just that. */
  readonly isSafe: boolean;
}

/** Makes the model with what was set the last time. */
export function createChordsModel({ storage, system, isSafe }: ChordsParts): ChordsModel {
  const first = defaultChords(system);
  const stateOf = (changed: ChangedChords): ChordsState => ({ changed, used: usedOf(first, changed) });
  const store = createStore<ChordsState>(() =>
    stateOf(isSafe ? {} : (readStored(storage, storageKey, changedChords) ?? {})),
  );
  const put = (changed: ChangedChords) => {
    store.setState(stateOf(changed), true);
    writeStored<ChangedChords>(storage, storageKey, changed);
  };
  return {
    store,
    system,
    set(command, reach, text) {
      let { changed } = store.getState();
      for (const other of text === null ? [] : holdersOf(store.getState().used, command, text)) {
        changed = { ...changed, [other.command]: { ...changed[other.command], [other.reach]: null } };
      }
      put({ ...changed, [command]: { ...changed[command], [reach]: text } });
    },
    reset(command) {
      const { [command]: _gone, ...others } = store.getState().changed;
      put(others);
    },
    resetAll: () => put({}),
  };
}

function usedOf(first: readonly UsedChords[], changed: ChangedChords): readonly UsedChords[] {
  return first.map((used) => {
    const { onPage, everywhere } = changed[used.command] ?? {};
    return {
      command: used.command,
      onPage: onPage === undefined ? used.onPage : onPage,
      everywhere: everywhere === undefined ? used.everywhere : everywhere,
    };
  });
}

/** A place where a chord is in use. */
export interface Holder {
  readonly command: CommandId;
  readonly reach: Reach;
}

/**
 * Which other commands have a chord already. Both reaches count on the page, so that they clash with
 * each other; a command may have the same keys for both.
 */
export function holdersOf(used: readonly UsedChords[], command: CommandId, text: string): readonly Holder[] {
  const places = used.flatMap((one) => [
    { command: one.command, reach: 'onPage' as const, text: one.onPage },
    { command: one.command, reach: 'everywhere' as const, text: one.everywhere },
  ]);
  return places
    .filter((place) => place.text === text && place.command !== command)
    .map(({ command: holder, reach: held }) => ({ command: holder, reach: held }));
}

/** How a press is meant. */
interface PressedOn {
  /** The focus is in a field that takes text. */
  readonly isTyping: boolean;
  /** The focus is in a terminal, which gets all keys but those that count everywhere. */
  readonly isInTerminal?: boolean;
  /** Outside of the desktop app, what any browser does is the browser's. */
  readonly isDesktop: boolean;
}

/** The command of what was pressed on the page. */
export function commandOn(
  used: readonly UsedChords[],
  pressed: string,
  { isTyping, isInTerminal = false, isDesktop }: PressedOn,
): CommandId | null {
  // In a field, Alt and a letter may type a sign.
  const mayType = (isTyping && !/(?:Ctrl|Meta)\+/.test(pressed)) || (isInTerminal && !isCommandKey(pressed));
  const found = used.find(
    ({ command, onPage, everywhere }) =>
      (everywhere === pressed || (onPage === pressed && !mayType)) && (isDesktop || !commands[command].isOfPages),
  );
  return found?.command ?? null;
}

/** Command alone types nothing into a terminal, so such keys stay the page's. */
const isCommandKey = (pressed: string) => pressed.includes('Meta+') && !pressed.includes('Ctrl+');

/** The keys of a command as they are printed, those of a reach before the other ones; empty where it has none. */
export function keysOf({ used }: ChordsState, system: System, id: CommandId, reach: Reach = 'onPage'): string {
  const found = used[commandIds.indexOf(id)];
  const text = found?.[reach] ?? found?.onPage ?? found?.everywhere ?? null;
  return text === null ? '' : chordWords(text, system);
}

/** The same as they are now. */
export function shownKeys({ store, system }: ChordsModel, id: CommandId): string {
  return keysOf(store.getState(), system, id);
}
