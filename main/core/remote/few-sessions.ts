import type { Result } from '../../contract/failure.ts';
import { isSessionRefused } from './script-failures.ts';

/**
 * Lets operations and short calls take turns on a host that permits fewer sessions per connection (`MaxSessions` of sshd)
 * than they would use.
 */
export class FewSessions {
  /** Of the operations under way; each settles when its session has ended. */
  readonly #held = new Set<Promise<void>>();

  /** Notes that an operation has a session, which ends by itself. */
  hold(ended: Promise<void>): void {
    const over = ended.then(() => void this.#held.delete(over));
    this.#held.add(over);
  }

  /** Tries again what the host refused, each time when a session has ended, for as long as an operation has one. */
  async inTurn<T>(attempt: () => Promise<Result<T>>): Promise<Result<T>> {
    for (;;) {
      const result = await attempt();
      if (result.ok || !isSessionRefused(result.failure) || this.#held.size === 0) return result;
      await Promise.race(this.#held);
    }
  }
}
