import { useStore } from 'zustand';
import type { SetupPlan } from '../../../main/contract/setup.ts';
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
  const isOpen = useStore(model.store, ({ openId }) => openId === profileId);
  const isMissing = useStore(model.store, ({ readiness }) => readiness[profileId] === false);
  const plan = useStore(model.store, ({ plans }) => plans[profileId]);
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
            {step?.title ?? 'Looking at the server once more…'}
            {far === null ? '' : ` · ${far}`}
          </p>
        </div>
        <Button onClick={open}>Show</Button>
      </section>
    );
  }
  // Whoever did not look on learns here how it ended.
  if (shown?.phase === 'failed' && !isOpen) {
    const { run, problem } = shown;
    return (
      <section className="card setup-card" aria-label={`Setup of ${hostName}`}>
        <div>
          <p>
            <StateMark state="failed" />
            <b>{run.what === 'update' ? 'Updating VS Code failed' : 'The setup stopped'}</b>
          </p>
          <p className="dim">{problem.message}</p>
        </div>
        <Button look="primary" onClick={open}>
          Show
        </Button>
      </section>
    );
  }
  if (!isMissing) return null;
  return (
    <section className="card setup-card" aria-label={`Setup of ${hostName}`}>
      <div>
        <p>
          <StateMark state="disconnected" />
          <b>This server is not ready for editors yet</b>
        </p>
        <p className="dim num">Missing: {missingWords(plan)}. Berth shows each step before it does anything.</p>
      </div>
      <Button look="primary" onClick={open}>
        Set up this server…
      </Button>
    </section>
  );
}

/** Without a plan, or with one from before, only the reason is known why the host is not ready. */
function missingWords(plan: SetupPlan | undefined): string {
  const names = (plan === undefined ? [] : missingSteps(plan)).map(({ title }) => title).join(', ');
  const bytes = plan?.downloadBytes ?? 0;
  if (names === '') return 'VS Code';
  return bytes === 0 ? names : `${names} (${megabytes(bytes)})`;
}
