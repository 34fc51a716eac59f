import type { Failure, Result } from '../../../contract/failure.ts';
import { fail } from '../../../contract/failure.ts';
import type { Clock } from '../../ports.ts';
import { isOpenFailure } from '../connection/channel-errors.ts';
import type { SshConnection } from '../connection/connection.ts';
import type { TerminalChannel, TerminalOptions } from '../link.ts';
import { FurtherConnectionError, LinkLostError } from '../link.ts';
import { Carrier } from './terminal-carrier.ts';

/** Beside the six sessions of commands, so that one of the ten that sshd permits is left for others. */
const mostOnOwn = 3;
const mostOnFurther = 6;
const mostFurther = 8;
/** Somebody who closed their last terminal may open another one. */
const idleMs = 30_000;

/** What the terminals of a link are made with. */
export interface TerminalPoolOptions {
  /** Makes a further connection in the way of the link's own one; an abort leaves nothing open. */
  readonly attempt: (signal: AbortSignal) => Promise<Result<SshConnection>>;
  readonly clock: Clock;
}

/**
 * The terminals of a link that is up. sshd permits ten sessions per connection, and other hosts fewer, so that most of them
 * run on connections beside the link's own one. How many fit on one is learned when the host refuses the next.
 */
export class TerminalPool {
  readonly #options: TerminalPoolOptions;
  readonly #own: Carrier;
  readonly #further = new Set<Carrier>();
  readonly #over = new AbortController();
  /** Connections are made one after the other: a login may ask, and a host lets only few be under way. */
  #lastDial: Promise<unknown> = Promise.resolve();

  constructor(own: SshConnection, options: TerminalPoolOptions) {
    this.#options = options;
    this.#own = new Carrier(
      async () => own,
      mostOnOwn,
      () => {},
    );
  }

  /** Opens a terminal where there is room for one. Throws what `Link.terminal` throws. */
  async open(command: string, options: TerminalOptions): Promise<TerminalChannel> {
    for (;;) {
      options.signal?.throwIfAborted();
      if (this.#over.signal.aborted) throw new LinkLostError('The link was lost.');
      const carrier = this.#roomiest();
      try {
        return await carrier.open(command, options);
      } catch (error) {
        if (!isOpenFailure(error) || !this.#mayTryElsewhere(carrier)) throw error;
      }
    }
  }

  /** Ends all terminals on further connections; the others end with the link's own one. */
  close(): void {
    this.#over.abort(new LinkLostError('The link was lost.'));
    for (const carrier of this.#further) carrier.close();
    this.#further.clear();
  }

  /** The fullest that has room, so that others become empty and are closed. */
  #roomiest(): Carrier {
    const withRoom = [this.#own, ...this.#further].find((carrier) => carrier.hasRoom);
    if (withRoom !== undefined) return withRoom;
    if (this.#further.size >= mostFurther) throw new FurtherConnectionError(tooMany());
    const carrier: Carrier = new Carrier(
      (signal) => this.#dial(signal),
      mostOnFurther,
      () => this.#onEmpty(carrier),
    );
    this.#further.add(carrier);
    return carrier;
  }

  /** Where a further connection refuses its first terminal, the next one is no help either. */
  #mayTryElsewhere(carrier: Carrier): boolean {
    if (carrier === this.#own) return true;
    if (carrier.isUseless) this.#drop(carrier);
    return carrier.hasCarried || !carrier.isUseless;
  }

  async #dial(signal: AbortSignal): Promise<SshConnection> {
    const wanted = AbortSignal.any([signal, this.#over.signal]);
    const dialled = this.#lastDial.then(() => {
      wanted.throwIfAborted();
      return this.#options.attempt(wanted);
    });
    this.#lastDial = dialled.catch(() => undefined);
    const outcome = await dialled;
    if (!outcome.ok) throw new FurtherConnectionError(outcome.failure);
    if (wanted.aborted) void outcome.value.close();
    wanted.throwIfAborted();
    return outcome.value;
  }

  /** Closed later, unless another terminal comes; at once where there is no connection, or none any more. */
  #onEmpty(carrier: Carrier): void {
    if (!carrier.isUp) this.#drop(carrier);
    else carrier.rest(this.#options.clock.after(idleMs, () => this.#drop(carrier)));
  }

  #drop(carrier: Carrier): void {
    this.#further.delete(carrier);
    carrier.close();
  }
}

function tooMany(): Failure {
  return fail(
    'limit-reached',
    'session',
    `There are as many terminals to this server as fit on the ${1 + mostFurther} connections that Berth opens at most.`,
    'Close one that is not looked at; what runs in it goes on where tmux keeps it.',
  ).failure;
}
