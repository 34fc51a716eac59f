import type { Failure, FailureStage } from '../../../contract/failure.ts';
import type { DiagnosisStep } from '../../../contract/hosts.ts';
import type { Clock } from '../../ports.ts';

/** What one check came to. */
export type Finding =
  | { readonly outcome: 'ok' | 'skipped'; readonly message: string }
  | { readonly outcome: 'failed'; readonly failure: Failure };

/** The checks of one diagnosis, one after the other: the first that fails, or cannot be made, ends it. */
export class DiagnosisRun {
  readonly steps: DiagnosisStep[] = [];
  failure: Failure | null = null;
  /** Why the later checks are left out; null while they are made. */
  #whyOver: string | null = null;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes a part of the way that was passed. */
  pass(stage: FailureStage, message: string, durationMs: number | null): void {
    this.steps.push({ stage, outcome: 'ok', message, durationMs });
  }

  /** Notes what is wrong; nothing after it is tried. */
  fail(failure: Failure, durationMs: number | null = null): void {
    const message = `${failure.message} ${failure.nextStep}`;
    this.steps.push({ stage: failure.stage, outcome: 'failed', message, durationMs });
    this.failure = failure;
    this.#whyOver = 'not tried, because of what failed before.';
  }

  /** Notes a check that is not made, and with it all that need it. */
  stop(stage: FailureStage, message: string): void {
    this.steps.push({ stage, outcome: 'skipped', message, durationMs: null });
    this.#whyOver = 'not tried, because a check before it was not made.';
  }

  /** Notes a check that is left out, because the diagnosis is over. */
  leaveOut(stage: FailureStage, title: string): void {
    this.steps.push({ stage, outcome: 'skipped', message: `${title}: ${this.#whyOver ?? ''}`, durationMs: null });
  }

  /** Makes a check unless the diagnosis is over; `title` names it where it is left out. */
  async check(stage: FailureStage, title: string, look: () => Promise<Finding>): Promise<void> {
    if (this.#whyOver !== null) {
      this.leaveOut(stage, title);
      return;
    }
    const startedAtMs = this.#clock.nowMs();
    const finding = await look();
    const durationMs = Math.max(0, this.#clock.nowMs() - startedAtMs);
    if (finding.outcome === 'failed') this.fail(finding.failure, durationMs);
    else if (finding.outcome === 'skipped') this.stop(stage, finding.message);
    else this.pass(stage, finding.message, durationMs);
  }
}
