import type { CommandId } from '../../contract/commands.ts';
import { Mailbox } from '../../core/streams/mailbox.ts';

/** Carries what menu and keys ask for to the page. */
export interface CommandHub {
  send(command: CommandId): void;
  /** What is asked for from then on, until the signal aborts. */
  commands(signal: AbortSignal): AsyncIterable<{ readonly command: CommandId }>;
}

/** Makes one; what is asked for while nobody listens is lost, because it was meant for a page that is gone. */
export function createCommandHub(): CommandHub {
  const mailboxes = new Set<Mailbox<{ readonly command: CommandId }>>();
  return {
    send(command) {
      for (const mailbox of mailboxes) mailbox.push({ command });
    },
    async *commands(signal) {
      if (signal.aborted) return;
      const mailbox = new Mailbox<{ readonly command: CommandId }>();
      const close = () => mailbox.close();
      mailboxes.add(mailbox);
      signal.addEventListener('abort', close, { once: true });
      try {
        yield* mailbox;
      } finally {
        signal.removeEventListener('abort', close);
        mailboxes.delete(mailbox);
      }
    },
  };
}
