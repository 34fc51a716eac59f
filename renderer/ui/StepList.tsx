import { formatDuration, formatShare } from '../lib/format.ts';
import type { ProgressStep } from '../lib/operation-progress.ts';
import { useNow } from '../lib/use-now.ts';
import './steps.css';

interface StepListProps {
  /** What the list is about, for those who cannot see it. */
  readonly label: string;
  readonly steps: readonly ProgressStep[];
  /** Whether the operation failed: a step that was under way then is the one that did. */
  readonly isOver?: boolean;
  /** Whether a step that did not work is followed by another way to the same end, as a source by the next one. */
  readonly hasOtherWays?: boolean;
}

type ShownState = ProgressStep['state'] | 'failed' | 'passed';
const words = {
  started: 'under way',
  done: 'done',
  undone: 'undone',
  failed: 'failed',
  passed: 'not possible here',
} as const;

/** The steps of an operation: what was done, what runs and for how long, what was undone. */
export function StepList({ label, steps, isOver = false, hasOtherWays = false }: StepListProps) {
  const nowMs = useNow();
  return (
    <ol className="steps" aria-label={label}>
      {steps.map((step, index) => {
        const isPassed = hasOtherWays && step.state === 'undone' && steps.slice(index + 1).some(isNotUndone);
        const state = isPassed ? 'passed' : isOver && step.state === 'started' ? 'failed' : step.state;
        return (
          <li key={step.number} data-state={state}>
            <StepMark state={state} />
            <span>
              {step.title}
              {state === 'started' && step.note !== null && <span className="faint num"> {step.note}</span>}
              <span className="hidden-text"> ({words[state]})</span>
              {state === 'started' && step.share !== null && <progress aria-label={step.title} value={step.share} />}
            </span>
            {/* What is a word and no time is said with the title. */}
            <span className="time num" aria-hidden={isWord(state) || undefined}>
              {isWord(state) ? words[state] : timeOf(step, nowMs)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

const isNotUndone = ({ state }: ProgressStep) => state !== 'undone';
const isWord = (state: ShownState) => state === 'failed' || state === 'undone' || state === 'passed';

/** Short steps are told in tenths, because their order of size is what matters. */
function timeOf({ share, startedAtMs, endedAtMs }: ProgressStep, nowMs: number): string {
  if (endedAtMs === null) {
    const seconds = (nowMs - startedAtMs) / 1000;
    const words = [share === null ? '' : formatShare(share), seconds < 1 ? '' : formatDuration(seconds)];
    return words.filter(Boolean).join(' · ');
  }
  const seconds = (endedAtMs - startedAtMs) / 1000;
  return seconds < 10 ? `${Math.max(0, seconds).toFixed(1)} s` : formatDuration(seconds);
}

function StepMark({ state }: { readonly state: ShownState }) {
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
      {state === 'passed' && <path d="M4.5 8h7" strokeLinecap="round" />}
      {state === 'failed' && <path d="m4.5 4.5 7 7m0-7-7 7" strokeLinecap="round" />}
      {state === 'undone' && <path d="M12.5 11A4.6 4.6 0 1 0 4.6 5.4M4.2 2.6v3.2h3.2" strokeLinecap="round" />}
    </svg>
  );
}
