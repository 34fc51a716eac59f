import type { OperationStep } from '../../contract/operation.ts';
import type { Clock } from '../ports.ts';

/** The stage of a wait for the link; the host itself tells none of it. */
const waitStage = 'session';

/** The steps that an operation told, so that nobody waits for the end of one that the link swallowed. */
export class ToldSteps {
  readonly #clock: Clock;
  readonly #onStep: (step: OperationStep) => void;
  /** Those under way, by their stage. */
  readonly #open = new Map<string, OperationStep>();

  constructor(clock: Clock, onStep: (step: OperationStep) => void) {
    this.#clock = clock;
    this.#onStep = onStep;
  }

  tell(step: OperationStep): void {
    if (step.state === 'started') this.#open.set(step.stage, step);
    else if (step.state === 'done' || step.state === 'undone') this.#open.delete(step.stage);
    this.#onStep(step);
  }

  /** Says why nothing is heard of the step that is under way; between two steps, that is a step of its own. */
  note(title: string): void {
    const last = [...this.#open.values()].at(-1);
    const atMs = this.#clock.nowMs();
    if (last === undefined) this.tell({ stage: waitStage, state: 'started', title, atMs });
    else this.#onStep({ ...last, state: 'progress', title, atMs });
  }

  /** The operation is over. Where it was done, so was all that was under way when it was heard last. */
  finish(isDone: boolean): void {
    const atMs = this.#clock.nowMs();
    for (const step of this.#open.values()) {
      if (isDone || step.stage === waitStage) this.#onStep({ ...step, state: 'done', atMs });
    }
    this.#open.clear();
  }
}
