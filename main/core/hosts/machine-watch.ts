import type { Clock } from '../ports.ts';

/** What the watch works with. */
export interface MachineWatchParts {
  readonly clock: Clock;
  /** The addresses of this machine, in any form that changes with them. */
  readonly addresses: () => string;
  /** The machine slept, its clock was set, or its addresses are others than before. */
  readonly onChange: (reason: MachineChange) => void;
}

/** What happened to this machine. */
export type MachineChange = 'gap' | 'addresses';

const intervalMs = 3_000;
/** A busy machine may be late by seconds; what is later than that was asleep. */
const toleranceMs = 10_000;
/** Clocks are put right by fractions of a second all the time. */
const backwardsToleranceMs = 2_000;

/**
 * Notices what a shell without a power monitor is not told: time that passed on the wall but not here, and addresses that
 * came or went. It costs one timer and one look at the addresses every three seconds, and only while it runs.
 */
export class MachineWatch {
  readonly #parts: MachineWatchParts;
  #stopTimer: (() => void) | null = null;

  constructor(parts: MachineWatchParts) {
    this.#parts = parts;
  }

  /** Runs while there is something to look after. */
  setRunning(isRunning: boolean): void {
    if (isRunning === (this.#stopTimer !== null)) return;
    if (isRunning) this.#waitFrom(this.#parts.clock.nowMs(), this.#parts.addresses());
    else {
      this.#stopTimer?.();
      this.#stopTimer = null;
    }
  }

  #waitFrom(sinceMs: number, addresses: string): void {
    const { clock, onChange } = this.#parts;
    this.#stopTimer = clock.after(intervalMs, () => {
      const nowMs = clock.nowMs();
      const present = this.#parts.addresses();
      this.#waitFrom(nowMs, present);
      const lateMs = nowMs - sinceMs - intervalMs;
      if (lateMs > toleranceMs || lateMs < -backwardsToleranceMs) onChange('gap');
      else if (present !== addresses) onChange('addresses');
    });
  }
}
