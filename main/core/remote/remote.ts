import type { z } from 'zod';
import type { Result } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';
import type { AttachOptions, RemoteTerminal, TerminalProgram } from './remote-terminal.ts';

/** How one remote command is to be run. */
export interface RemoteOptions {
  /** An abort rejects with its reason, also while the command waits for its turn or for a session. */
  readonly signal?: AbortSignal;
  /** Gives up after this long; the command limits itself on the host too. Default 30,000. */
  readonly timeoutMs?: number;
  /**
   * The command changes something and may be done although its answer was lost, so that it is never asked a second time: a
   * runner that went away meanwhile is then `link-lost`. Default false.
   */
  readonly isOnce?: boolean;
}

/** How a long remote command is to be run. */
export interface RemoteOperationOptions extends RemoteOptions {
  readonly onStep?: (step: OperationStep) => void;
  /**
   * An abort has the host call the command off, which only some commands can be. Its answer still counts: `cancelled`, or
   * what it came to when it was quicker.
   */
  readonly cancelSignal?: AbortSignal;
}

/** Bytes that a remote command takes. */
export interface RemoteSource {
  /** All of them, also those that the host has already. */
  readonly byteCount: number;
  /** Those from `offset` on; asked for once. What it throws is what `send` rejects with. */
  open(offset: number): AsyncIterable<Uint8Array>;
}

/** How bytes are to be sent to a remote command. */
export interface RemoteSendOptions {
  /** An abort closes the channel and rejects with its reason; the host keeps what it has. */
  readonly signal?: AbortSignal;
  /** Gives up when nothing moved for so long. Default 180,000: what is in flight may take that on a slow line. */
  readonly stallMs?: number;
  /** Called with how many of all bytes are there or on their way, what the host had before included. */
  readonly onSent?: (sentBytes: number) => void;
}

/** How a remote command is to be run that tells lines for as long as somebody reads them. */
export interface RemoteSampleOptions {
  /** Called with each line but the last one that it prints, of at most 64 Ki characters. */
  readonly onLine: (line: string) => void;
}

/** A remote command that tells lines. The host ends it when its channel is closed, or when nothing is heard for a minute. */
export interface RemoteSampling {
  /** Settles when it is over, also after `close`: the value of its document, or why there is none. Never rejects. */
  readonly ended: Promise<Result<unknown>>;
  /** Tells it a line. */
  tell(line: string): void;
  /** Ends it; no line is told from here on. */
  close(): void;
}

/** The bundled scripts of one host, pushed when needed. */
export interface Remote {
  /** Runs a short command through the long-lived runner and parses its one document. */
  call<T extends z.ZodType>(
    command: string,
    args: readonly string[],
    value: T,
    options?: RemoteOptions,
  ): Promise<Result<z.output<T>>>;
  /**
   * Runs a long command on a channel of its own. It carries an operation id: when the link is lost half-way,
   * the outcome is asked for by that id once the link is back, so the answer is done or not done.
   */
  operate<T extends z.ZodType>(
    command: string,
    args: readonly string[],
    value: T,
    options?: RemoteOperationOptions,
  ): Promise<Result<z.output<T>>>;
  /**
   * Runs a command that takes bytes, on a channel of its own and as fast as the host takes them; the host says from where
   * on. A lost link is `link-lost`: what arrived stays, and another `send` goes on there.
   */
  send<T extends z.ZodType>(
    command: string,
    args: readonly string[],
    value: T,
    source: RemoteSource,
    options?: RemoteSendOptions,
  ): Promise<Result<z.output<T>>>;
  /**
   * Runs a command that tells lines, on a channel of its own, which it gives up where the host permits too few of them for
   * something else. Settles when the command runs.
   */
  sample(command: string, args: readonly string[], options: RemoteSampleOptions): Promise<Result<RemoteSampling>>;
  /**
   * Runs a program in a terminal; settles when it runs. `args` are those behind the nonce and Berth's folder. Failures: those of
   * a link, `tmux-missing`, `session-not-found`, `session-ended`, `limit-reached`, `invalid-input`, `unavailable`.
   */
  attach(program: TerminalProgram, args: readonly string[], options: AttachOptions): Promise<Result<RemoteTerminal>>;
  /** Ends the runner, and what tells lines. */
  dispose(): void;
}
