import type { TerminalSize } from '../../contract/session-words.ts';

/** The programs that Berth runs in a terminal of a host: a view of a session, and a login shell of its own. */
export type TerminalProgram = 'session-attach' | 'session-shell';

/** How a program is to be run in a terminal. */
export interface AttachOptions {
  readonly size: TerminalSize;
  /** An abort ends the wait for it and rejects with its reason, or closes the terminal. */
  readonly signal?: AbortSignal;
}

/** How a terminal ended. `lost`: with the link, so that nobody knows of its program; `closed`: it was closed here. */
export type TerminalEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: string }
  | { readonly kind: 'lost' }
  | { readonly kind: 'closed' };

/** A program that runs in a terminal of a host. */
export interface RemoteTerminal {
  /** What it said when it began: of `session-attach`, whether this view has `control` or may only `watch`. */
  readonly word: string;
  /**
   * What it prints from its first byte on, in order and whole, as soon as it comes; for one reader. What comes while the reader
   * is busy is handed over in one piece; when that is much, the host is held up. Leaving it closes the terminal.
   */
  readonly output: AsyncIterable<Uint8Array>;
  /** Types; without effect once it ended. */
  write(bytes: Uint8Array): void;
  /** Tells it how large its terminal is now. */
  resize(size: TerminalSize): void;
  /** Settles when it is over; what it printed last may still wait for its reader. Never rejects. */
  readonly ended: Promise<TerminalEnd>;
  /** Ends it, as closing a window does. */
  close(): void;
}
