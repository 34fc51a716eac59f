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

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes that an operation has a session, which ends by itself. */
  hold(ended: Promise<void>): void {
    const over = ended.then(() => void this.#held.delete(over));
    this.#held.add(over);
  }

  /**
   * Tries again what the host refused: each time when the session of an operation has ended, and then for some seconds.
   * Rejects with the signal's reason when it aborts meanwhile.
   */
  async inTurn<T>(attempt: () => Promise<Result<T>>, signal?: AbortSignal): Promise<Result<T>> {
    for (let triesLeft = askAgainCount; ; ) {
      signal?.throwIfAborted();
      const result = await attempt();
      if (result.ok || !isSessionRefused(result.failure) || triesLeft === 0) return result;
      if (this.#held.size > 0) {
        await unlessAborted(Promise.race(this.#held), signal);
      } else {
        triesLeft -= 1;
        await pause(this.#clock, askAgainMs, signal);
      }
    }
  }
}
