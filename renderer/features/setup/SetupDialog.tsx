import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { useKeptFocus } from '../../ui/use-kept-focus.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { SetupDone } from './SetupDone.tsx';
import { SetupPlanView } from './SetupPlanView.tsx';
import { SetupFailed, SetupProgress } from './SetupProgress.tsx';
import type { SetupModel } from './setup-model.ts';
import type { SetupPhase } from './setup-state.ts';
import './setup.css';

interface SetupDialogProps {
  readonly model: SetupModel;
  readonly hostName: string;
  /** What to do with a server that is ready. */
  readonly firstSteps: ReactNode;
  readonly onCheckUp: () => void;
  readonly onVersions: () => void;
}

/** Makes a server ready: what would be done, what is being done, and how it ended. Nothing is changed before it is agreed to. */
export function SetupDialog({ model, hostName, firstSteps, onCheckUp, onVersions }: SetupDialogProps) {
  const { openId, phases, readiness } = useStore(model.store);
  const shown = openId === null ? undefined : phases[openId];
  const content = useKeptFocus<HTMLDivElement>(shown?.phase);
  const isReady = openId !== null && readiness[openId] === true;
  const isUpdate = shown !== undefined && 'run' in shown && shown.run.what === 'update';
  return (
    <Dialog
      title={isUpdate ? `Update VS Code on ${hostName}` : `Set up ${hostName}`}
      isOpen={openId !== null}
      onClose={model.close}
      width={680}
      closesOnClickOutside={false}
    >
      <div ref={content} tabIndex={-1} className="setup">
        {shown !== undefined && (
          <Phase
            model={model}
            shown={shown}
            hostName={hostName}
            firstSteps={isReady && !isUpdate ? firstSteps : null}
            onCheckUp={onCheckUp}
            onVersions={onVersions}
          />
        )}
      </div>
    </Dialog>
  );
}

type PhaseProps = SetupDialogProps & { readonly shown: SetupPhase };

function Phase({ model, shown, hostName, firstSteps, onCheckUp, onVersions }: PhaseProps) {
  switch (shown.phase) {
    case 'planning':
      return (
        <Waiting
          sinceMs={shown.sinceMs}
          words={`Looking at what ${hostName} has and what is missing. Nothing is changed by that.`}
        />
      );
    case 'unplanned':
      return (
        <ProblemCard title="Looking at what is missing failed" problem={shown.problem} detailLabel="Show details">
          <Button look="primary" onClick={() => void model.look()}>
            Try again
          </Button>
        </ProblemCard>
      );
    case 'planned':
      return <SetupPlanView model={model} state={shown} hostName={hostName} />;
    case 'running':
      return <SetupProgress model={model} state={shown} hostName={hostName} />;
    case 'failed':
      return (
        <SetupFailed model={model} state={shown} hostName={hostName} firstSteps={firstSteps} onCheckUp={onCheckUp} />
      );
    case 'done':
      return (
        <SetupDone model={model} state={shown} hostName={hostName} firstSteps={firstSteps} onVersions={onVersions} />
      );
  }
}
