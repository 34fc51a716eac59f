import type { Result } from '../../contract/failure.ts';
import type { Clock } from '../ports.ts';
import { pause } from '../streams/pause.ts';
import { unlessAborted } from '../streams/unless-aborted.ts';
import { isSessionRefused } from './script-failures.ts';

/** A session that ended here holds its place on the host until its last process is gone, which nobody tells. */
const askAgainMs = 250;
const askAgainCount = 20;

/**
 * Lets operations and short calls take turns on a host that permits fewer sessions per connection (`MaxSessions` of sshd)
 * than they would use.
 */
export class FewSessions {
  readonly #clock: Clock;
  /** Of the operations under way; each settles when its session has ended. */
  readonly #held = new Set<Promise<void>>();
  /** What is given up when something else needs its place: how, by when it is gone. */
  readonly #lent = new Map<Promise<void>, () => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes that an operation has a session, which ends by itself. */
  hold(ended: Promise<void>): void {
    const over = ended.then(() => void this.#held.delete(over));
    this.#held.add(over);
  }

  /** Notes that something has a session only as long as nothing else needs its place. */
  lend(ended: Promise<void>, giveUp: () => void): void {
    const over = ended.then(() => void this.#lent.delete(over));
    this.#lent.set(over, giveUp);
  }

  /** Gives up all that was lent. */
  async giveUpLent(): Promise<void> {
    const lent = [...this.#lent];
    for (const [, giveUp] of lent) giveUp();
    await Promise.all(lent.map(([over]) => over));
  }

  /**
   * Tries again what the host refused: once what was lent is given up, then each time when the session of an operation has ended, and then for some seconds.
   * Rejects with the signal's reason when it aborts meanwhile.
   */
  async inTurn<T>(attempt: () => Promise<Result<T>>, signal?: AbortSignal): Promise<Result<T>> {
    for (let triesLeft = askAgainCount; ; ) {
      signal?.throwIfAborted();
      const result = await attempt();
      if (result.ok || !isSessionRefused(result.failure) || triesLeft === 0) return result;
      if (this.#lent.size > 0) {
        await unlessAborted(this.giveUpLent(), signal);
      } else if (this.#held.size > 0) {
        await unlessAborted(Promise.race(this.#held), signal);
      } else {
        triesLeft -= 1;
        await pause(this.#clock, askAgainMs, signal);
      }
    }
  }
}
