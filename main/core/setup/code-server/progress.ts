import type { FailureStage } from '../../../contract/failure.ts';
import type { OperationStep } from '../../../contract/operation.ts';
import type { Clock } from '../../ports.ts';

/** More often than this nobody sees a bar move. */
const tellMs = 250;

/** Bytes as people read them: "222 MB". */
export function megabytes(byteCount: number): string {
  const count = byteCount / 1e6;
  return `${count < 10 ? Math.round(count * 10) / 10 : Math.round(count)} MB`;
}

/** Tells the steps of one transfer. */
export class TransferSteps {
  readonly #clock: Clock;
  readonly #onStep: (step: OperationStep) => void;
  readonly #stage: FailureStage;
  #toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, onStep: (step: OperationStep) => void, stage: FailureStage) {
    this.#clock = clock;
    this.#onStep = onStep;
    this.#stage = stage;
  }

  tell(state: OperationStep['state'], title: string): void {
    this.#onStep({ stage: this.#stage, state, title, atMs: this.#clock.nowMs() });
  }

  /** How far it is; told a few times a second. */
  moved(doneBytes: number, byteCount: number): void {
    const atMs = this.#clock.nowMs();
    if (doneBytes < byteCount && Math.abs(atMs - this.#toldAtMs) < tellMs) return;
    this.#toldAtMs = atMs;
    const share = Math.min(1, doneBytes / byteCount);
    const title = `${megabytes(doneBytes)} of ${megabytes(byteCount)}`;
    this.#onStep({ stage: this.#stage, state: 'progress', title, share, atMs });
  }
}
