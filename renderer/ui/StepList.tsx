import { formatDuration } from '../lib/format.ts';
import type { ProgressStep } from '../lib/operation-progress.ts';
import { useNow } from '../lib/use-now.ts';

interface StepListProps {
  /** What the list is about, for those who cannot see it. */
  readonly label: string;
  readonly steps: readonly ProgressStep[];
}

const words = { started: 'under way', done: 'done', undone: 'undone' } as const;

/** The steps of an operation: what was done, what runs and for how long, what was undone. */
export function StepList({ label, steps }: StepListProps) {
  const nowMs = useNow();
  return (
    <ol className="steps" aria-label={label}>
      {steps.map((step) => (
        <li key={step.number} data-state={step.state}>
          <StepMark state={step.state} />
          <span>
            {step.title}
            <span className="hidden-text"> ({words[step.state]})</span>
          </span>
          <span className="time num">{timeOf(step, nowMs)}</span>
        </li>
      ))}
    </ol>
  );
}

/** Short steps are told in tenths, because their order of size is what matters. */
function timeOf({ state, startedAtMs, endedAtMs }: ProgressStep, nowMs: number): string {
  if (state === 'undone') return 'undone';
  if (endedAtMs === null) {
    const seconds = (nowMs - startedAtMs) / 1000;
    return seconds < 1 ? '' : formatDuration(seconds);
  }
  const seconds = (endedAtMs - startedAtMs) / 1000;
  return seconds < 10 ? `${Math.max(0, seconds).toFixed(1)} s` : formatDuration(seconds);
}

function StepMark({ state }: Pick<ProgressStep, 'state'>) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      aria-hidden="true"
    >
      {state === 'done' && <path d="m3.5 8.4 3 3 6-6.6" strokeLinecap="round" strokeLinejoin="round" />}
      {state === 'started' && <circle cx="8" cy="8" r="3" fill="currentColor" stroke="none" />}
      {state === 'undone' && <path d="M12.5 11A4.6 4.6 0 1 0 4.6 5.4M4.2 2.6v3.2h3.2" strokeLinecap="round" />}
    </svg>
  );
}
