import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { OutputLog } from '../../ui/OutputLog.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { StepList } from '../../ui/StepList.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import type { SetupModel } from './setup-model.ts';
import type { SetupPhase, SetupRun } from './setup-state.ts';

interface SetupProgressProps {
  readonly model: SetupModel;
  readonly state: Extract<SetupPhase, { phase: 'running' }>;
  readonly hostName: string;
}

/** A setup that runs: its steps, what programs print, and the button that stops it. */
export function SetupProgress({ model, state, hostName }: SetupProgressProps) {
  const { run, isCancelling, cancelProblem } = state;
  return (
    <>
      <p role="status" className="dim">
        {isCancelling
          ? 'Stopping it. What is half done is undone, or kept to go on with.'
          : run.what === 'update'
            ? `Bringing VS Code to ${hostName}. Editors that run there keep the version they have until you restart them.`
            : 'You may close this window; it goes on, and how it ends is said at the bottom of the page.'}
      </p>
      <div className="setup-running">
        {run.steps.length === 0 ? (
          <Waiting words="Looking at the server once more…" />
        ) : (
          <StepList label="Setup steps" steps={run.steps} hasOtherWays />
        )}
      </div>
      {cancelProblem !== null && (
        <ProblemCard title="Cancelling failed" problem={cancelProblem} detailLabel="Show details">
          <Button onClick={() => void model.cancel()}>Try again</Button>
        </ProblemCard>
      )}
      {(run.what === 'setup' || run.output.length > 0) && <OutputLog label="Log of the setup" lines={run.output} />}
      <div className="setup-foot">
        <div className="dialog-actions">
          <Button isBusy={isCancelling} onClick={() => void model.cancel()}>
            {isCancelling ? 'Cancelling…' : run.what === 'update' ? 'Cancel update' : 'Cancel setup'}
          </Button>
          <Button look="primary" onClick={model.close}>
            Hide
          </Button>
        </div>
      </div>
    </>
  );
}

interface SetupFailedProps {
  readonly model: SetupModel;
  readonly state: Extract<SetupPhase, { phase: 'failed' }>;
  readonly hostName: string;
  /** What to do with a server that is ready all the same; null when it is not. */
  readonly firstSteps: ReactNode;
  readonly onCheckUp: () => void;
}

/** A setup that stopped: what was done, why it stopped, and the buttons that go on. */
export function SetupFailed({ model, state: { run, problem }, hostName, firstSteps, onCheckUp }: SetupFailedProps) {
  const isCancelled = problem.kind === 'cancelled';
  const again = (words: string) => (
    <Button look="primary" onClick={() => void model.again()} data-autofocus>
      {words}
    </Button>
  );
  const lookAtPlan = <Button onClick={() => void model.look()}>Show the plan</Button>;
  return (
    <>
      {run.steps.length > 0 && <StepList label="Setup steps" steps={run.steps} hasOtherWays isOver />}
      {isCancelled ? (
        <Notice tone="plain" isLive>
          <b>{run.what === 'update' ? 'The update was cancelled.' : 'The setup was cancelled.'}</b>
          <p className="dim">What was done stays done, and what has arrived is kept.</p>
          <div className="problem-actions">
            {again('Go on')}
            {lookAtPlan}
          </div>
        </Notice>
      ) : (
        <ProblemCard title={failedTitle(run.what, firstSteps !== null)} problem={problem} detailLabel="Show details">
          {again('Try again')}
          {lookAtPlan}
          <Button onClick={onCheckUp}>Check up…</Button>
        </ProblemCard>
      )}
      {!isCancelled && <p className="faint">What was done stays done; trying again goes on from there.</p>}
      {run.output.length > 0 && <OutputLog label="Log of the setup" lines={run.output} />}
      {firstSteps !== null && (
        <Notice tone="good">
          <b>{hostName} is ready for editors all the same.</b>
        </Notice>
      )}
      {firstSteps}
    </>
  );
}

function failedTitle(what: SetupRun['what'], isReady: boolean): string {
  if (what === 'update') return 'Updating VS Code failed';
  return isReady ? 'Not everything could be done' : 'The setup stopped';
}
