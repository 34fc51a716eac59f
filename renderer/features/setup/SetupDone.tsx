import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { OutputLog } from '../../ui/OutputLog.tsx';
import { StepList } from '../../ui/StepList.tsx';
import { PlanStepLine } from './PlanStepLine.tsx';
import type { SetupModel } from './setup-model.ts';
import { type LeftStep, leftSteps, missingSteps, type SetupPhase } from './setup-state.ts';

interface SetupDoneProps {
  readonly model: SetupModel;
  readonly state: Extract<SetupPhase, { phase: 'done' }>;
  readonly hostName: string;
  readonly firstSteps: ReactNode;
  readonly onVersions: () => void;
}

/** A setup that came to its end: ready and what is next, and what is left to do; or what editors still need. */
export function SetupDone({ model, state: { run, outcome }, hostName, firstSteps, onVersions }: SetupDoneProps) {
  const isReady = missingSteps(outcome).length === 0;
  // Who wanted another VS Code asked for nothing else.
  const left = isReady && run.what === 'update' ? [] : leftSteps(outcome);
  return (
    <>
      {isReady ? (
        <Notice tone="good" isLive>
          <b>{run.what === 'update' ? `VS Code on ${hostName} is up to date.` : `${hostName} is ready for editors.`}</b>
          {run.what === 'update' && (
            <p className="dim">New starts use it. Editors that run keep theirs until you restart them.</p>
          )}
        </Notice>
      ) : (
        <Notice tone="warn" isLive>
          <b>All that could be done is done. Editors still need what is left.</b>
        </Notice>
      )}
      {isReady && run.what === 'setup' && firstSteps}
      {left.length > 0 && <Left model={model} left={left} isReady={isReady} />}
      {run.steps.length > 0 && (
        <details className="details">
          <summary>What was done</summary>
          <StepList label="Setup steps" steps={run.steps} hasOtherWays />
        </details>
      )}
      {run.output.length > 0 && <OutputLog label="Log of the setup" lines={run.output} />}
      <div className="setup-foot">
        <div className="dialog-actions">
          {left.length > 0 && <Button onClick={() => void model.look()}>Look again</Button>}
          {run.what === 'update' && <Button onClick={onVersions}>Show versions</Button>}
          <Button look={isReady && run.what === 'setup' ? 'plain' : 'primary'} onClick={model.close}>
            Done
          </Button>
        </div>
      </div>
    </>
  );
}

interface LeftProps {
  readonly model: SetupModel;
  readonly left: readonly LeftStep[];
  /** Editors open without it. */
  readonly isReady: boolean;
}

function Left({ model, left, isReady }: LeftProps) {
  const hasFailed = left.some(({ failure }) => failure !== null);
  return (
    <section className="setup-group" aria-labelledby="setup-left">
      <div className="setup-title">
        <h3 id="setup-left">Left to do</h3>
        {hasFailed && (
          <Button isSmall onClick={() => void model.finish()}>
            Try again
          </Button>
        )}
      </div>
      {isReady && <p className="dim">Editors open without it. It can be done at any time.</p>}
      <ul className="setup-steps">
        {left.map(({ step, failure }) => (
          <PlanStepLine key={step.id} step={step} failure={failure} />
        ))}
      </ul>
    </section>
  );
}
