import type { Clock } from '../../ports.ts';

/** Connections of one page end within this time of each other, however busy the machine is. */
const togetherMs = 2_000;

/**
 * Who went away for good among the connections of one instance. A browser that closes a connection with unread bytes has
 * the system cut it, and what it said last may be lost; one that it is sending through, it closes without a word. The page's
 * other connections tell whether it was a goodbye.
 */
export class Departures {
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();
  #lastAtMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A connection said goodbye. */
  tell(): void {
    this.#lastAtMs = this.#clock.nowMs();
    for (const settle of this.#waiting) settle();
  }

  /** Whether another connection said goodbye at about this time, or does so within it. */
  ask(): Promise<boolean> {
    const agoMs = this.#clock.nowMs() - this.#lastAtMs;
    if (agoMs >= 0 && agoMs < togetherMs) return Promise.resolve(true);
    return new Promise((resolve) => {
      const settle = (isGone: boolean) => {
        stopTimer();
        this.#waiting.delete(onTold);
        resolve(isGone);
      };
      const onTold = () => settle(true);
      const stopTimer = this.#clock.after(togetherMs, () => settle(false));
      this.#waiting.add(onTold);
    });
  }
}
