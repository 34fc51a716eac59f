import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { chordOf } from '../../main/contract/chords.ts';
import { type CommandId, repeatedCommands } from '../../main/contract/commands.ts';
import { follow } from '../api/follow.ts';
import { commandOn } from '../features/keys/chords-model.ts';
import { useNextTheme } from '../ui/use-next-theme.ts';
import { runCommand } from './commands/run-command.ts';
import { isTypingIn, pressOf } from './keyboard.ts';
import type { BerthApp } from './model/berth-app.ts';

/** What may be done while a dialog is open. */
const besideDialogs: ReadonlySet<CommandId> = new Set(['zoom-in', 'zoom-out', 'zoom-reset']);

/**
 * Does what the page's keys ask for, and what the shell around it hears: its menu, and Berth's keys inside an editor. A dialog
 * keeps the keys to itself. The answer does one command.
 */
export function useKeyboard(
  app: BerthApp,
  searchField: RefObject<HTMLInputElement | null>,
  isCovered: boolean,
): (command: CommandId) => void {
  const changeTheme = useNextTheme();
  // Read when a key arrives: listening anew for each dialog could lose one.
  const isCoveredNow = useRef(isCovered);
  useEffect(() => {
    isCoveredNow.current = isCovered;
  }, [isCovered]);
  const run = useCallback(
    (command: CommandId) => runCommand(app, command, { changeTheme, focusSearch: () => searchField.current?.focus() }),
    [app, searchField, changeTheme],
  );
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      // What typed a sign by AltGr, or chooses one, is a text.
      if (event.defaultPrevented || event.isComposing || event.getModifierState('AltGraph')) return;
      const pressed = chordOf(pressOf(event));
      if (pressed === null) return;
      const isTyping = isTypingIn(event.target);
      const isInTerminal = event.target instanceof Element && event.target.closest('.terminal-stage') !== null;
      const isDesktop = app.shellInfo.getState()?.shell === 'electron';
      const command = commandOn(app.chords.store.getState().used, pressed, { isTyping, isInTerminal, isDesktop });
      if (command === null || (isCoveredNow.current && !besideDialogs.has(command))) return;
      event.preventDefault();
      if (!event.repeat || repeatedCommands.has(command)) run(command);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [app, run]);
  useEffect(() => {
    const { session, clock } = app;
    return follow({
      session,
      clock,
      open: (signal) => session.client.shell.commands({}, { signal }),
      onItem({ command }) {
        if (!isCoveredNow.current || besideDialogs.has(command)) run(command);
        else app.announcement.setState('Close what is open first.', true);
      },
    });
  }, [app, run]);
  return run;
}
