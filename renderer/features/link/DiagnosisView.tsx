import type { ReactNode } from 'react';
import type { Failure } from '../../../main/contract/failure.ts';
import type { Diagnosis, DiagnosisStep } from '../../../main/contract/hosts.ts';
import { formatDuration } from '../../lib/format.ts';
import { useNowText } from '../../lib/use-now.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import type { DiagnosisRun } from './connection-model.ts';
import { shortDuration } from './timeline-words.ts';

interface DiagnosisViewProps {
  readonly run: DiagnosisRun;
  readonly hostName: string;
  /** Tries again; also the button of a check that could not be made. */
  readonly again: ReactNode;
  /** The button that helps with what is wrong. */
  readonly help: ReactNode;
}

/** The check of the way to a host, step by step, and what to do about what it found. */
export function DiagnosisView({ run, hostName, again, help }: DiagnosisViewProps) {
  if (run.phase === 'running') return <Running startedAtMs={run.startedAtMs} hostName={hostName} />;
  if (run.phase === 'failed') {
    return (
      <ProblemCard title="The diagnosis could not be made" problem={run.problem}>
        {again}
      </ProblemCard>
    );
  }
  return <Outcome diagnosis={run.diagnosis} hostName={hostName} help={help} />;
}

function Running({ startedAtMs, hostName }: { readonly startedAtMs: number; readonly hostName: string }) {
  const time = useNowText((nowMs) => formatDuration((nowMs - startedAtMs) / 1000));
  return (
    <p className="diagnosis-running num">
      <StateMark state="connecting" />
      <span role="status">
        Trying the way to {hostName} on a connection of its own: its address, its port, its key, the login, a command.
      </span>
      <span className="faint">{time}</span>
    </p>
  );
}

type OutcomeProps = Pick<DiagnosisViewProps, 'hostName' | 'help'> & { readonly diagnosis: Diagnosis };

function Outcome({ diagnosis: { steps, failure, text }, hostName, help }: OutcomeProps) {
  return (
    <div className="diagnosis">
      <p role="status" className={failure === null ? 'diagnosis-good' : 'bad'}>
        {failure === null ? goodWords(steps, hostName) : 'Something is wrong on the way.'}
      </p>
      <ol className="diagnosis-steps" aria-label={`Diagnosis of the way to ${hostName}`}>
        {withoutEchoes(steps).map((step, index) => (
          // A stage may be tried on several hosts of the way; its place is what is its own.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <Step key={index} step={step} failure={failure} />
        ))}
      </ol>
      {failure !== null && (
        <p className="diagnosis-help">
          <b>What helps:</b> {failure.nextStep}
        </p>
      )}
      <div className="problem-actions">
        {failure !== null && help}
        <CopyButton text={text} label="Copy diagnosis" />
      </div>
    </div>
  );
}

/** After a check that failed, or was not made, the others are left out for the same reason: that is one line, not eight. */
function withoutEchoes(steps: readonly DiagnosisStep[]): readonly DiagnosisStep[] {
  const end = steps.findIndex(({ outcome }) => outcome !== 'ok');
  const rest = steps.slice(end + 1);
  if (end < 0 || rest.length < 2 || rest.some(({ outcome }) => outcome !== 'skipped')) return steps;
  const stages = [...new Set(rest.map(({ stage }) => stage))];
  const [first] = stages;
  if (first === undefined) return steps;
  const message = `Not tried: ${stages.join(', ')}.`;
  return [...steps.slice(0, end + 1), { stage: first, outcome: 'skipped', message, durationMs: null }];
}

/** What was not tried cannot be said to work. */
function goodWords(steps: readonly DiagnosisStep[], hostName: string): string {
  if (steps.every(({ outcome }) => outcome === 'ok')) return `Everything works on the way to ${hostName}.`;
  return 'Nothing wrong was found, but not everything could be tried.';
}

const marks = { ok: '✓', failed: '✗', skipped: '–' } as const;
const words = { ok: 'works', failed: 'failed', skipped: 'not tried' } as const;

interface StepProps {
  readonly step: DiagnosisStep;
  readonly failure: Failure | null;
}

function Step({ step: { stage, outcome, message, durationMs }, failure }: StepProps) {
  return (
    <li data-outcome={outcome}>
      <span className="diagnosis-mark">
        <span aria-hidden="true">{marks[outcome]}</span>
        <span className="hidden-text">{words[outcome]}: </span>
      </span>
      <span className="diagnosis-stage">{stage}</span>
      {/* What to do next has its own place below the list. */}
      <span className="timeline-message">{outcome === 'failed' ? (failure?.message ?? message) : message}</span>
      <span className="timeline-duration num">{shortDuration(durationMs)}</span>
    </li>
  );
}
