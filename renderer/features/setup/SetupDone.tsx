import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { OutputLog } from '../../ui/OutputLog.tsx';
import { StepList } from '../../ui/StepList.tsx';
import { PlanStepLine } from './PlanStepLine.tsx';
import type { SetupModel } from './setup-model.ts';
import { missingSteps, type SetupPhase } from './setup-state.ts';

interface SetupDoneProps {
  readonly model: SetupModel;
  readonly state: Extract<SetupPhase, { phase: 'done' }>;
  readonly hostName: string;
  readonly firstSteps: ReactNode;
  readonly onVersions: () => void;
}

/** A setup that came to its end: ready and what is next, or what is left for somebody with root. */
export function SetupDone({ model, state: { run, plan }, hostName, firstSteps, onVersions }: SetupDoneProps) {
  const missing = missingSteps(plan);
  const isReady = missing.length === 0;
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
          <b>All that could be done is done. Editors still need what somebody with root has to do:</b>
        </Notice>
      )}
      {isReady && run.what === 'setup' && firstSteps}
      {!isReady && (
        <ul className="setup-steps">
          {missing.map((step) => (
            <PlanStepLine key={step.id} step={step} />
          ))}
        </ul>
      )}
      {run.steps.length > 0 && (
        <details className="details">
          <summary>What was done</summary>
          <StepList label="Setup steps" steps={run.steps} />
        </details>
      )}
      {run.output.length > 0 && <OutputLog label="Log of the setup" lines={run.output} />}
      <div className="setup-foot">
        <div className="dialog-actions">
          {!isReady && <Button onClick={() => void model.look()}>Look again</Button>}
          {run.what === 'update' && <Button onClick={onVersions}>Show versions</Button>}
          <Button look={isReady && run.what === 'setup' ? 'plain' : 'primary'} onClick={model.close}>
            Done
          </Button>
        </div>
      </div>
    </>
  );
}
