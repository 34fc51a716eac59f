import type { Result } from '../../contract/failure.ts';
import type { Clock } from '../ports.ts';
import { unlessAborted } from '../streams/unless-aborted.ts';
import type { RawAnswer } from './document.ts';
import { endedEarly, timedOut } from './script-failures.ts';
import type { ScriptSession } from './script-session.ts';

type OpenSession = () => Promise<Result<ScriptSession>>;

/**
 * The long-lived runner of one host: short calls go through one channel, one after the other. A runner that went
 * away between two calls is opened again; short calls change nothing by themselves, so one retry is safe unless it is said not to be.
 */
export class Runner {
  readonly #open: OpenSession;
  readonly #clock: Clock;
  #session: ScriptSession | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(open: OpenSession, clock: Clock) {
    this.#open = open;
    this.#clock = clock;
  }

  /** An abort rejects at once with its reason: a call that waits for its turn is then never made, one under way ends unheard. */
  call(
    command: string,
    args: readonly string[],
    timeoutMs: number,
    signal?: AbortSignal,
    isOnce = false,
  ): Promise<Result<RawAnswer>> {
    const answer = this.#turn.then(async () => {
      const hadSession = this.#session !== null && !this.#session.hasEnded;
      const first = await this.#ask(command, args, timeoutMs, signal);
      const isStale = !isOnce && hadSession && !first.ok && first.failure.kind === 'link-lost';
      return isStale ? this.#ask(command, args, timeoutMs, signal) : first;
    });
    this.#turn = answer.catch(() => {});
    return unlessAborted(answer, signal);
  }

  /**
   * Gives its session up for `action`, which needs its place on the host; calls wait until that is done, and then begin
   * another session. An abort before its turn gives up the place in the queue and nothing else; `action` ends by it as it can.
   */
  standAside<T>(action: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const done = this.#turn.then(() => {
      signal?.throwIfAborted();
      this.dispose();
      return action();
    });
    this.#turn = done.catch(() => {});
    return unlessAborted(done, signal);
  }

  dispose(): void {
    this.#session?.close();
    this.#session = null;
  }

  async #ask(
    command: string,
    args: readonly string[],
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Result<RawAnswer>> {
    signal?.throwIfAborted();
    if (this.#session === null || this.#session.hasEnded) {
      const opened = await this.#open();
      if (!opened.ok) return opened;
      this.#session = opened.value;
      signal?.throwIfAborted();
    }
    const session = this.#session;
    const asked = session.ask(
      command,
      args,
      () => {},
      (end) => endedEarly(command, end),
    );
    const cancelTimer = this.#clock.after(timeoutMs, () => {
      // The runner is busy with a call nobody waits for any more, so the next one gets a fresh one.
      asked.settle(timedOut(command, timeoutMs));
      session.close();
      if (this.#session === session) this.#session = null;
    });
    try {
      return await asked.outcome;
    } finally {
      cancelTimer();
    }
  }
}
