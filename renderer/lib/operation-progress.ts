/** One line of an operation's progress. */
export interface ProgressStep {
  /** Its place among the steps of the operation; many may begin in the same millisecond. */
  readonly number: number;
  readonly stage: string;
  readonly title: string;
  readonly state: 'started' | 'done' | 'undone';
  /** How much of it is done, 0 to 1; null while that is not known. */
  readonly share: number | null;
  /** What its progress said last, besides its title: "44 MB of 222 MB". */
  readonly note: string | null;
  /** When the step was first heard of, epoch milliseconds. */
  readonly startedAtMs: number;
  /** When it ended, epoch milliseconds; null while it runs. */
  readonly endedAtMs: number | null;
}

/** A step as an operation tells it. */
export interface StepReport {
  readonly stage: string;
  readonly state: 'started' | 'progress' | 'output' | 'done' | 'undone';
  readonly title: string;
  readonly share?: number | undefined;
  readonly atMs: number;
}

/** Adds a report to the list: a step keeps its line and changes its state in place. What programs print is no step. */
export function applyStep(steps: readonly ProgressStep[], report: StepReport): readonly ProgressStep[] {
  const { stage, title, state, atMs } = report;
  if (state === 'output') return steps;
  const index = steps.findLastIndex((step) => step.stage === stage && isSameStep(step, report));
  const known = steps[index];
  if (state === 'progress') {
    if (known === undefined) return steps;
    const note = title === known.title ? null : title;
    return steps.with(index, { ...known, share: report.share ?? null, note });
  }
  const endedAtMs = state === 'started' ? null : atMs;
  if (known === undefined) {
    return [
      ...steps,
      { number: steps.length, stage, title, state, share: null, note: null, startedAtMs: atMs, endedAtMs },
    ];
  }
  return steps.with(index, { ...known, title, state, share: null, note: null, endedAtMs });
}

/** A second `started` of a finished stage is a new step; everything else belongs to the line before it. */
function isSameStep(step: ProgressStep, report: StepReport): boolean {
  return report.state !== 'started' || step.state === 'started';
}

/** The step to name in one line: the one that runs, else the last. */
export function currentStep(steps: readonly ProgressStep[]): ProgressStep | null {
  return steps.findLast((step) => step.state === 'started') ?? steps.at(-1) ?? null;
}

/** So many of the last lines that programs printed are kept. */
const outputLineCount = 400;

/** Adds what a program printed to the lines that are kept; other reports change nothing. */
export function applyOutput(lines: readonly string[], { state, title }: StepReport): readonly string[] {
  return state === 'output' ? [...lines.slice(1 - outputLineCount), title] : lines;
}
