import { unlessAborted } from '../../streams/unless-aborted.ts';
import { isOpenFailure } from '../connection/channel-errors.ts';
import type { SshConnection } from '../connection/connection.ts';
import type { TerminalChannel, TerminalOptions } from '../link.ts';
import { LinkLostError } from '../link.ts';

/** A connection and the terminals on it; it is made when the first one is wanted. */
export class Carrier {
  readonly #dial: (signal: AbortSignal) => Promise<SshConnection>;
  readonly #onEmpty: () => void;
  readonly #unwanted = new AbortController();
  #connection: Promise<SshConnection> | null = null;
  #stopResting = () => {};
  #held = 0;
  #most: number;
  #isUp = false;
  #hasCarried = false;
  /** Whether a terminal ended since one was opened last: the host may count it still. */
  #hasEnded = false;

  /** `onEmpty` is called when the last terminal on it ended, or could not be opened. */
  constructor(dial: (signal: AbortSignal) => Promise<SshConnection>, most: number, onEmpty: () => void) {
    this.#dial = dial;
    this.#most = most;
    this.#onEmpty = onEmpty;
  }

  get hasRoom(): boolean {
    return this.#held < this.#most && !this.#unwanted.signal.aborted;
  }

  /** Whether its host ever opened a terminal on it. */
  get hasCarried(): boolean {
    return this.#hasCarried;
  }

  /** Whether nothing is on it and nothing fits on it. */
  get isUseless(): boolean {
    return this.#most <= 0;
  }

  /** Whether its connection stands. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** Calls off with the next terminal what happens to a connection that stays empty. */
  rest(stop: () => void): void {
    this.#stopResting = stop;
  }

  async open(command: string, options: TerminalOptions): Promise<TerminalChannel> {
    this.#stopResting();
    this.#held += 1;
    try {
      const connection = await unlessAborted(this.#connected(), options.signal);
      const channel = await this.#begin(connection, command, options);
      this.#hasCarried = true;
      this.#hasEnded = false;
      void channel.ended.then(() => {
        this.#hasEnded = true;
        this.#release();
      });
      return channel;
    } catch (error) {
      if (isOpenFailure(error)) this.#most = Math.min(this.#most, this.#held - 1);
      this.#release();
      throw error;
    }
  }

  /** Ends its terminals. */
  close(): void {
    this.#stopResting();
    this.#unwanted.abort(new LinkLostError('The link was lost.'));
    this.#connection?.then((connection) => connection.close()).catch(() => undefined);
  }

  /** A refusal counts once the host has surely cleared away what ended here. */
  async #begin(connection: SshConnection, command: string, options: TerminalOptions): Promise<TerminalChannel> {
    try {
      return await connection.terminal(command, options);
    } catch (error) {
      if (!this.#hasEnded || !isOpenFailure(error)) throw error;
      await connection.probe();
      return await connection.terminal(command, options);
    }
  }

  #connected(): Promise<SshConnection> {
    this.#connection ??= this.#dial(this.#unwanted.signal).then((connection) => {
      this.#isUp = true;
      void connection.lost.then(() => {
        this.#isUp = false;
        this.#unwanted.abort(new LinkLostError('The connection was lost.'));
        if (this.#held === 0) this.#onEmpty();
      });
      return connection;
    });
    return this.#connection;
  }

  #release(): void {
    this.#held -= 1;
    if (this.#held === 0) this.#onEmpty();
  }
}
