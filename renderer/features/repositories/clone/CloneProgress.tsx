import { useEffect, useLayoutEffect, useRef } from 'react';
import { formatShare } from '../../../lib/format.ts';
import { currentStep, type ProgressStep } from '../../../lib/operation-progress.ts';
import { Button } from '../../../ui/Button.tsx';
import { StepList } from '../../../ui/StepList.tsx';
import { ADD_MENU_ID } from '../add/AddMenu.tsx';
import { folderName, urlOf } from './clone-form.ts';
import { askedForgeKey, type CloneJob, type CloneModel } from './clone-model.ts';

interface CloneProgressProps {
  readonly model: CloneModel;
  readonly job: CloneJob;
}

/** How far a clone is. Closing the dialog does not stop it. */
export function CloneProgress({ model, job: { id, form, steps, isCancelling, cancelProblem } }: CloneProgressProps) {
  const actions = useRef<HTMLDivElement>(null);
  // The button that had the focus is gone with the form.
  useEffect(() => {
    actions.current?.querySelector<HTMLElement>('.button-primary')?.focus();
  }, []);
  return (
    <div className="clone-progress">
      <p className="clone-what">
        <span className="mono">{urlOf(form)}</span>
        <span className="dim">
          to <span className="mono">{form.path}</span>
        </span>
      </p>
      {steps.length === 0 && <p className="dim">Asking the server…</p>}
      <StepList label="Steps of the clone" steps={steps} />
      {cancelProblem !== null && (
        <p className="warn" role="alert">
          It could not be stopped. {cancelProblem.message} {cancelProblem.nextStep}
        </p>
      )}
      <div ref={actions} className="dialog-actions">
        <span className="start faint">It goes on while this window is closed.</span>
        <Button isBusy={isCancelling} onClick={() => void model.cancel(id)}>
          {isCancelling ? 'Stopping…' : 'Stop cloning'}
        </Button>
        <Button look="primary" onClick={model.close}>
          Close
        </Button>
      </div>
    </div>
  );
}

/** A clone that runs while its dialog is closed, or ended badly then, in a line above the list. */
export function CloneStrip({ model, job }: CloneProgressProps) {
  const { id, form, phase, steps, isCancelling, problem } = job;
  const isRunning = phase === 'running';
  const name = folderName(form);
  const strip = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = strip;
    return () => {
      // Whoever stopped it stays near.
      if (current?.contains(document.activeElement)) document.getElementById(ADD_MENU_ID)?.focus();
    };
  }, []);
  return (
    <div ref={strip} className="list-note">
      <p className="num" role="status">
        Cloning <b>{name}</b> {isRunning ? <Share step={currentStep(steps)} /> : <Ending problem={problem} />}
      </p>
      <span className="list-note-actions">
        <Button isSmall aria-label={`Show the clone of ${name}`} onClick={() => model.show(id)}>
          Show
        </Button>
        <Button
          isSmall
          look="quiet"
          aria-label={isRunning ? `Stop cloning ${name}` : `Dismiss the clone of ${name}`}
          isBusy={isCancelling}
          onClick={() => (isRunning ? void model.cancel(id) : model.dismiss(id))}
        >
          {isRunning ? (isCancelling ? 'Stopping…' : 'Stop cloning') : 'Dismiss'}
        </Button>
      </span>
    </div>
  );
}

/** What git does at present: its own line tells that, perhaps behind who does it, and goes on with figures. */
function Share({ step }: { readonly step: ProgressStep | null }) {
  const words =
    step === null ? 'Asking the server' : (step.note ?? step.title).replace(/^remote: */, '').replace(/:.*$/, '');
  return (
    <span className="dim">
      · {words}
      {step?.share == null ? '' : ` ${formatShare(step.share)}`}
    </span>
  );
}

function Ending({ problem }: Pick<CloneJob, 'problem'>) {
  return (
    <>
      {askedForgeKey(problem) === null ? 'failed.' : 'waits for an answer.'}{' '}
      <span className="dim">{problem?.message}</span>
    </>
  );
}
