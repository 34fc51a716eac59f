import type { CommandId, UsedChords } from '../../../main/contract/commands.ts';
import { succeed } from '../../../main/contract/failure.ts';
import { createCommandHub } from '../../../main/electron/keys/command-hub.ts';

/** The menu and keys of a desktop around the page, as far as the page hears of them. */
export class FakeCommands {
  /** The keys that the page named last. */
  chords: readonly UsedChords[] = [];
  /** How Berth's own page was asked to be drawn, one after the other. */
  readonly zooms: string[] = [];
  readonly #hub = createCommandHub();

  /** Asks for a command as the menu does. */
  send(command: CommandId): void {
    this.#hub.send(command);
  }

  handlers() {
    return {
      commands: (_input: object, { signal }: { readonly signal: AbortSignal }) => this.#hub.commands(signal),
      useChords: async ({ chords }: { readonly chords: readonly UsedChords[] }) => {
        this.chords = chords;
        return succeed({});
      },
      zoomPage: async ({ step }: { readonly step: string }) => {
        this.zooms.push(step);
        return succeed({ zoomFactor: 1 });
      },
    };
  }
}
