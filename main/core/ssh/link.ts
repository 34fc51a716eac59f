import type { Duplex, Readable, Writable } from 'node:stream';
import type { Failure, Result } from '../../contract/failure.ts';
import type { Diagnosis, HostStatus, LinkEvent } from '../../contract/hosts.ts';
import type { TerminalSize } from '../../contract/session-words.ts';

/** How a remote command ended. A missing exit code is `unknown`, never success. */
export type ExitOutcome =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: string }
  | { readonly kind: 'unknown' };

/**
 * A running remote command. Both outputs are always drained: an output with a reader waits for it, and of one that nobody
 * reads the first MiB is kept for a late reader and the rest is dropped.
 */
export interface CommandChannel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** How much of what was written is still on its way, bytes; left out where that is not known. */
  readonly underwayBytes?: () => number;
  /** Settles once the command ended, the link was lost, or `close` was called; never rejects. */
  readonly ended: Promise<ExitOutcome>;
  /** Closes the channel; the remote command may live on. */
  close(): void;
}

/**
 * A remote command in a terminal. All it prints comes by `stdout` and nothing of it is dropped: whoever does not read holds
 * the command up.
 */
export interface TerminalChannel extends CommandChannel {
  /** Tells the command how large its terminal is now; without effect once it ended. */
  resize(size: TerminalSize): void;
}

/** How a terminal is begun. An abort ends the wait for it, or closes it. */
export interface TerminalOptions {
  readonly size: TerminalSize;
  readonly signal?: AbortSignal;
}

/** Thrown by `exec` and `forward` when there is no link, and by calls whose link was lost half-way. */
export class LinkLostError extends Error {
  override readonly name = 'LinkLostError';
}

/** Why a host did not open a channel. `connect-failed` on a forward: nothing listens there. `no-terminal`: it opens none at all. */
export type RefusalReason = 'prohibited' | 'connect-failed' | 'no-resources' | 'no-terminal' | 'other';

/** Thrown by `exec` and `forward` when the link is up but the host refuses the channel. */
export class ChannelRefusedError extends Error {
  override readonly name = 'ChannelRefusedError';
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Thrown by `terminal` when it needs a connection beside the link's own one, and there is none to be had. */
export class FurtherConnectionError extends Error {
  override readonly name = 'FurtherConnectionError';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** How a link is to be connected. */
export interface ConnectOptions {
  /** A first attempt that reaches nobody is followed by others, as those of a lost link are. Default false. */
  readonly isKept?: boolean;
}

/** The stable handle of one host: it survives reconnects, so nobody holds an SSH client. */
export interface Link {
  readonly profileId: string;
  status(): HostStatus;
  /** Calls the listener with every new status; the returned function unsubscribes. */
  onDidChangeStatus(listener: (status: HostStatus) => void): () => void;
  /**
   * Connects, or joins the attempt under way. Settles with the first outcome; network failures of an
   * established link are retried in the background for ever, those of a first attempt only with `isKept`.
   */
  connect(options?: ConnectOptions): Promise<Result<HostStatus>>;
  /** Resolves when the link is up, or with the failure when it is not being (re)tried or `waitMs` passed. */
  whenConnected(waitMs: number): Promise<Result<HostStatus>>;
  /** Looks at once whether the link still lives, or tries again at once; for after sleep or a change of network. */
  wake(): void;
  /** Closes the link and keeps it closed. */
  disconnect(): Promise<void>;
  /** Hands over the answers to the question of the status, null to give up; false when it is not asked any more. */
  answer(questionId: string, answers: readonly string[] | null): boolean;
  /** What happened to the link, newest last; the last 200 events. */
  timeline(): readonly LinkEvent[];
  /** Tries the way to the host stage by stage on a connection of its own, which is closed afterwards. */
  diagnose(signal: AbortSignal): Promise<Diagnosis>;
  /**
   * Starts a command on a session channel of its own; waits for a free one (at most 6 are used). An abort ends the
   * wait, or closes the channel.
   */
  exec(command: string, options?: { readonly signal?: AbortSignal }): Promise<CommandChannel>;
  /**
   * Starts a command in a terminal of its own (`xterm-256color`). A few share the link's connection; others come on further
   * connections, made the same way, which end with the link. Throws what `exec` throws, and `FurtherConnectionError`.
   */
  terminal(command: string, options: TerminalOptions): Promise<TerminalChannel>;
  /** Opens a TCP connection from the host to `host:port` (direct-tcpip); not limited in number. Ends as a socket does. */
  forward(host: string, port: number): Promise<Duplex>;
  /** Disconnects and ends all listeners. */
  dispose(): Promise<void>;
}
