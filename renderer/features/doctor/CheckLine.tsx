import { currentStep } from '../../lib/operation-progress.ts';
import { Button } from '../../ui/Button.tsx';
import { CommandLine } from '../../ui/CommandLine.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { useKeptFocus } from '../../ui/use-kept-focus.ts';
import type { FixRun } from './doctor-model.ts';
import type { Finding } from './findings.ts';

interface CheckLineProps {
  readonly finding: Finding;
  readonly fix: FixRun | null;
  /** While the whole host is looked at again, nothing is changed there. */
  readonly isBusy: boolean;
  readonly onFix: () => void;
  readonly onSetUp: () => void;
}

const words = { ok: 'well', warn: 'warning', fail: 'problem' } as const;

/** One finding: what was seen, why it matters, and its button or command. */
export function CheckLine({ finding, fix, isBusy, onFix, onSetUp }: CheckLineProps) {
  const { number, check, isFixed } = finding;
  const { outcome, title, seen, why } = check;
  const problem = fix?.problem ?? null;
  // Why it matters is of no interest where it always was well.
  const isWell = outcome === 'ok' && !isFixed;
  const line = useKeptFocus<HTMLLIElement>(fix);
  return (
    <li ref={line} tabIndex={-1} data-outcome={outcome} data-testid={`check-${check.id}`}>
      <span className="finding-mark">
        <OutcomeMark outcome={outcome} />
        <span className="hidden-text">{words[outcome]}: </span>
      </span>
      <div className="finding">
        <p className="finding-title">
          <b>{title}</b>
          <span className="finding-number num">
            <span className="hidden-text">check </span>
            {number}
          </span>
        </p>
        <p>{seen}</p>
        {!isWell && <p className="dim">{why}</p>}
        <Fix finding={finding} fix={fix} isBusy={isBusy} onFix={onFix} onSetUp={onSetUp} />
        {problem !== null && (
          <ProblemCard title={`${title}: the fix failed`} problem={problem} detailLabel="Show details">
            <Button look="primary" isBusy={isBusy} onClick={onFix}>
              Try again
            </Button>
          </ProblemCard>
        )}
      </div>
    </li>
  );
}

function Fix({ finding: { check, isFixed }, fix, isBusy, onFix, onSetUp }: CheckLineProps) {
  const known = check.fix;
  const isRunning = fix?.isRunning === true;
  if (known?.kind === 'command') return <CommandLine command={known.command} />;
  if ((known === null && !isFixed) || fix?.problem != null) return null;
  return (
    <div className="finding-fix">
      {known !== null && (
        <Button isSmall isBusy={isBusy || isRunning} onClick={known.kind === 'fix' ? onFix : onSetUp}>
          {known.label}
        </Button>
      )}
      {/* It takes the place of the button, so that nothing below moves. */}
      <span className="finding-state" role="status" data-fixed={isFixed || undefined}>
        {isRunning && <StateMark state="starting" />}
        {isRunning ? (currentStep(fix.steps)?.title ?? 'Asking the server…') : isFixed ? '✓ fixed' : ''}
      </span>
    </div>
  );
}

/** Diamond, triangle, tick: the shape says what the colour repeats. */
function OutcomeMark({ outcome }: { readonly outcome: keyof typeof words }) {
  return (
    <svg
      width="14"
      height="14"
      viewBox="0 0 14 14"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {outcome === 'ok' && <path d="m2.8 7.4 2.8 2.8 5.6-6" />}
      {outcome === 'warn' && <path d="M7 1.9 12.7 12H1.3ZM7 5.6v2.8m0 1.7v.1" />}
      {outcome === 'fail' && <path d="M7 1 13 7 7 13 1 7Z" fill="currentColor" stroke="none" />}
    </svg>
  );
}
