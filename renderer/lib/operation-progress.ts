/** One line of an operation's progress. */
export interface ProgressStep {
  /** Its place among the steps of the operation; many may begin in the same millisecond. */
  readonly number: number;
  readonly stage: string;
  readonly title: string;
  readonly state: 'started' | 'done' | 'undone';
  /** When the step was first heard of, epoch milliseconds. */
  readonly startedAtMs: number;
  /** When it ended, epoch milliseconds; null while it runs. */
  readonly endedAtMs: number | null;
}

/** A step as an operation tells it. */
export interface StepReport {
  readonly stage: string;
  readonly state: 'started' | 'done' | 'undone';
  readonly title: string;
  readonly atMs: number;
}

/** Adds a report to the list: a step keeps its line and changes its state in place. */
export function applyStep(steps: readonly ProgressStep[], report: StepReport): readonly ProgressStep[] {
  const index = steps.findLastIndex((step) => step.stage === report.stage && isSameStep(step, report));
  const known = steps[index];
  if (known === undefined) {
    const endedAtMs = report.state === 'started' ? null : report.atMs;
    const { stage, title, state, atMs } = report;
    return [...steps, { number: steps.length, stage, title, state, startedAtMs: atMs, endedAtMs }];
  }
  const endedAtMs = report.state === 'started' ? null : report.atMs;
  return steps.with(index, { ...known, title: report.title, state: report.state, endedAtMs });
}

/** A second `started` of a finished stage is a new step; `done` and `undone` belong to the line before them. */
function isSameStep(step: ProgressStep, report: StepReport): boolean {
  return report.state !== 'started' || step.state === 'started';
}

/** The step to name in one line: the one that runs, else the last. */
export function currentStep(steps: readonly ProgressStep[]): ProgressStep | null {
  return steps.findLast((step) => step.state === 'started') ?? steps.at(-1) ?? null;
}
