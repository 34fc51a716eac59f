import { useStore } from 'zustand';
import { formatShare } from '../../lib/format.ts';
import { currentStep } from '../../lib/operation-progress.ts';
import { Button } from '../../ui/Button.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import type { SetupModel } from './setup-model.ts';
import { missingSteps } from './setup-state.ts';
import { megabytes } from './setup-words.ts';
import './setup.css';

interface SetupCardProps {
  readonly model: SetupModel;
  readonly profileId: string;
  readonly hostName: string;
}

/** On a host's page: that it is not ready for editors yet, or how far its setup is; nothing on a host that is ready. */
export function SetupCard({ model, profileId, hostName }: SetupCardProps) {
  const shown = useStore(model.store, ({ phases }) => phases[profileId]);
  const plan = useStore(model.store, ({ plans, readiness }) =>
    readiness[profileId] === false ? plans[profileId] : undefined,
  );
  const open = () => void model.open(profileId);
  if (shown?.phase === 'running') {
    const step = currentStep(shown.run.steps);
    const far = step?.note ?? (step?.share == null ? null : formatShare(step.share));
    return (
      <section className="card setup-card" aria-label={`Setup of ${hostName}`}>
        <div>
          <p>
            <StateMark state="starting" />
            <b>{shown.run.what === 'update' ? 'VS Code is being updated' : 'This server is being set up'}</b>
          </p>
          <p className="dim num">
            {step?.title ?? 'Asking the server…'}
            {far === null ? '' : ` · ${far}`}
          </p>
        </div>
        <Button onClick={open}>Show</Button>
      </section>
    );
  }
  if (plan === undefined) return null;
  const names = missingSteps(plan)
    .map(({ title }) => title)
    .join(', ');
  const cost = plan.downloadBytes === null || plan.downloadBytes === 0 ? '' : ` (${megabytes(plan.downloadBytes)})`;
  return (
    <section className="card setup-card" aria-label={`Setup of ${hostName}`}>
      <div>
        <p>
          <StateMark state="disconnected" />
          <b>This server is not ready for editors yet</b>
        </p>
        <p className="dim num">
          Missing: {names}
          {cost}. Berth shows each step first, and does nothing before you agree.
        </p>
      </div>
      <Button look="primary" onClick={open}>
        Set up this server…
      </Button>
    </section>
  );
}
