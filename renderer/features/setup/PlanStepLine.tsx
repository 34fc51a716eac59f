import { useId } from 'react';
import type { Failure } from '../../../main/contract/failure.ts';
import type { PlanStep } from '../../../main/contract/setup.ts';
import { CommandLine, CommandWords } from '../../ui/CommandLine.tsx';

interface PlanStepLineProps {
  readonly step: PlanStep;
  /** Why it could not be done; null where nobody tried. */
  readonly failure?: Failure | null;
  readonly isTicked?: boolean;
  /** Left out for what cannot be chosen. */
  readonly onTick?: (isTicked: boolean) => void;
}

/** One step of a plan: its name, what exactly is done from where, and its command. */
export function PlanStepLine({ step, failure = null, isTicked = true, onTick }: PlanStepLineProps) {
  const { title, detail, state, isRequired, command } = step;
  const id = useId();
  const words = (
    <span className="setup-words">
      <b>{title}</b>
      {state !== 'done' && <span className="setup-tag">{isRequired ? 'required' : 'optional'}</span>}
      <span id={id} className="dim">
        {failure === null ? detail : `${failure.message} ${failure.nextStep}`}
      </span>
    </span>
  );
  return (
    <li data-state={state} data-left={!isTicked || undefined}>
      {onTick === undefined ? (
        <span className="setup-step">
          <span className="setup-mark" aria-hidden="true">
            {state === 'done' ? '✓' : '–'}
          </span>
          {words}
        </span>
      ) : (
        <label className="setup-step">
          {/* What editors need is not to choose. */}
          <input
            type="checkbox"
            aria-label={title}
            aria-describedby={id}
            checked={isTicked}
            disabled={isRequired}
            onChange={({ currentTarget }) => onTick(currentTarget.checked)}
          />
          {words}
        </label>
      )}
      {command !== null && state === 'by-hand' && <CommandLine command={command} />}
      {command !== null && state === 'todo' && failure === null && (
        <CommandWords className="setup-command" command={command} />
      )}
    </li>
  );
}
