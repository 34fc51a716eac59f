import type { Clock } from '../../../../main/core/ports.ts';

/** A clock that a test moves; due actions run in the order of their time. */
export class FakeClock implements Clock {
  #nowMs = 1_000_000;
  readonly #timers = new Set<{ readonly atMs: number; readonly action: () => void }>();

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, action: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, action };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** How many actions still wait. */
  get pendingCount(): number {
    return this.#timers.size;
  }

  /** Moves on, and lets promises settle before and after each action. */
  async advance(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs;
    await settled();
    for (;;) {
      const due = [...this.#timers].filter((timer) => timer.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (!due) break;
      this.#timers.delete(due);
      this.#nowMs = due.atMs;
      due.action();
      await settled();
    }
    this.#nowMs = untilMs;
    await settled();
  }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
