import { formatShare } from '../../../lib/format.ts';
import { currentStep } from '../../../lib/operation-progress.ts';
import { Button } from '../../../ui/Button.tsx';
import { StepList } from '../../../ui/StepList.tsx';
import { urlOf } from './clone-form.ts';
import { askedForgeKey, type CloneJob, type CloneModel } from './clone-model.ts';

interface CloneProgressProps {
  readonly model: CloneModel;
  readonly job: CloneJob;
}

/** How far a clone is. Closing the dialog does not stop it. */
export function CloneProgress({ model, job: { id, form, steps, isCancelling, cancelProblem } }: CloneProgressProps) {
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
      <div className="dialog-actions">
        <span className="start faint">It goes on while this window is closed.</span>
        <Button disabled={isCancelling} onClick={() => void model.cancel(id)}>
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
  return job.phase === 'running' ? <Running model={model} job={job} /> : <Stopped model={model} job={job} />;
}

function Stopped({ model, job: { id, form, problem } }: CloneProgressProps) {
  const name = folderOf(form);
  const isAsked = askedForgeKey(problem) !== null;
  return (
    <div className="list-note">
      <p role="status">
        Cloning <b>{name}</b> {isAsked ? 'waits for an answer.' : 'failed.'}{' '}
        <span className="dim">{problem?.message}</span>
      </p>
      <span className="list-note-actions">
        <Button isSmall aria-label={`Show the clone of ${name}`} onClick={() => model.show(id)}>
          Show
        </Button>
        <Button isSmall look="quiet" aria-label={`Dismiss the clone of ${name}`} onClick={() => model.dismiss(id)}>
          Dismiss
        </Button>
      </span>
    </div>
  );
}

const folderOf = ({ path }: CloneJob['form']) => path.replace(/\/+$/, '').split('/').pop() || path;

function Running({ model, job: { id, form, steps, isCancelling } }: CloneProgressProps) {
  const name = folderOf(form);
  const step = currentStep(steps);
  const words = step === null ? 'Asking the server' : step.title;
  return (
    <div className="list-note">
      <p className="num" role="status">
        Cloning <b>{name}</b>
        <span className="dim">
          {' '}
          · {words}
          {step?.share == null ? '' : ` ${formatShare(step.share)}`}
        </span>
      </p>
      <span className="list-note-actions">
        <Button isSmall aria-label={`Show the clone of ${name}`} onClick={() => model.show(id)}>
          Show
        </Button>
        <Button
          isSmall
          look="quiet"
          aria-label={`Stop cloning ${name}`}
          disabled={isCancelling}
          onClick={() => void model.cancel(id)}
        >
          {isCancelling ? 'Stopping…' : 'Stop cloning'}
        </Button>
      </span>
    </div>
  );
}
