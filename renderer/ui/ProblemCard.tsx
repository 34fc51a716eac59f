import type { ReactNode } from 'react';
import { stageWords } from '../lib/stage-words.ts';
import { CopyButton } from './CopyButton.tsx';
import { StateMark } from './StateMark.tsx';
import './problem.css';

/** What a card tells of a failure. */
export interface ShownProblem {
  readonly stage: string;
  readonly message: string;
  readonly nextStep: string;
  readonly detail: string | null;
}

interface ProblemCardProps {
  readonly problem: ShownProblem;
  /** What failed, as the card's name: "Starting actmcp failed". */
  readonly title: string;
  /** Buttons; the first one should try again. */
  readonly children?: ReactNode;
  /** What opens the raw detail, where it is no log. */
  readonly detailLabel?: string | undefined;
}

/** A failure: what failed at which stage, one sentence, the next step, the raw end of the log, and buttons. */
export function ProblemCard({ problem, title, children, detailLabel = 'Show the end of the log' }: ProblemCardProps) {
  const { stage, message, nextStep, detail } = problem;
  const copied = [title, `Stage: ${stage}`, message, nextStep, detail ?? ''].join('\n').trim();
  return (
    <section className="problem" aria-label={title} data-testid="problem">
      <p className="problem-stage">
        <StateMark state="failed" />
        <span>
          {title} · stage: {stageWords(stage)}
        </span>
      </p>
      <p className="problem-message" role="alert">
        {message}
      </p>
      <p className="problem-next">{nextStep}</p>
      {detail !== null && detail !== '' && (
        <details className="details">
          <summary>{detailLabel}</summary>
          <pre>{detail}</pre>
        </details>
      )}
      <div className="problem-actions">
        {children}
        <CopyButton text={copied} label="Copy details" />
      </div>
    </section>
  );
}
