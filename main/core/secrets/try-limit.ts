import type { Clock } from '../ports.ts';

const freeTries = 5;
const firstWaitMs = 1_000;
const longestWaitMs = 60_000;

/** Slows down whoever guesses: after five wrong tries in a row each further one has to wait twice as long. */
export class TryLimit {
  readonly #clock: Clock;
  #wrongCount = 0;
  #freeAtMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How long the next try has to wait, milliseconds; 0 when it may be made. */
  waitMs(): number {
    return Math.max(0, this.#freeAtMs - this.#clock.nowMs());
  }

  wasWrong(): void {
    this.#wrongCount += 1;
    if (this.#wrongCount < freeTries) return;
    const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (this.#wrongCount - freeTries));
    this.#freeAtMs = this.#clock.nowMs() + waitMs;
  }

  wasRight(): void {
    this.#wrongCount = 0;
    this.#freeAtMs = 0;
  }
}
