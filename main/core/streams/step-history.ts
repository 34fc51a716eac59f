import type { OperationStep } from '../../contract/operation.ts';

/** Lines that programs printed; more nobody reads who comes late. */
const mostOutputLines = 500;
/** A host that tells more steps than any honest one takes no more memory for them. */
const mostSteps = 2_000;

/** The steps of an operation so far, as somebody is told them who comes late: of a bar that moved only where it stands. */
export class StepHistory {
  #steps: OperationStep[] = [];
  #outputCount = 0;

  get steps(): readonly OperationStep[] {
    return this.#steps;
  }

  add(step: OperationStep): void {
    const isOutput = step.state === 'output';
    if (step.state === 'progress') {
      this.#drop((one) => one.state === 'progress' && one.stage === step.stage);
    } else if (isOutput && this.#outputCount === mostOutputLines) {
      this.#drop((one) => one.state === 'output');
      this.#outputCount -= 1;
    } else if (!isOutput && this.#steps.length - this.#outputCount >= mostSteps) {
      this.#drop((one) => one.state !== 'output');
    }
    this.#steps.push(step);
    if (isOutput) this.#outputCount += 1;
  }

  /** Drops the oldest one of a kind, if there is one. */
  #drop(isMeant: (step: OperationStep) => boolean): void {
    const at = this.#steps.findIndex(isMeant);
    if (at >= 0) this.#steps.splice(at, 1);
  }
}
