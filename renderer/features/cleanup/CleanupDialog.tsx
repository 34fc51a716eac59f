import { useStore } from 'zustand';
import type { CleanupLevel } from '../../../main/contract/cleanup.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { RadioList } from '../../ui/RadioList.tsx';
import { CleanupList } from './CleanupList.tsx';
import { CleanupReportView } from './CleanupReportView.tsx';
import { CleanupSteps } from './CleanupSteps.tsx';
import type { CleanupModel, CleanupState } from './cleanup-model.ts';
import { Looking } from './Looking.tsx';
import './cleanup.css';

interface CleanupDialogProps {
  readonly model: CleanupModel;
  readonly hostName: string;
  /** The repository of an instance. */
  readonly nameOf: (instanceId: string) => string;
}

const levels: readonly { readonly value: CleanupLevel; readonly label: string; readonly note: string }[] = [
  { value: 'leftovers', label: 'Leftovers only', note: 'What no editor owns any more. Nothing that runs is touched.' },
  {
    value: 'instances',
    label: 'All editors too',
    note: 'Every editor of Berth here is stopped. Their settings and extensions stay.',
  },
  {
    value: 'everything',
    label: 'Everything of Berth',
    note: 'Settings and extensions of all editors go too, as if Berth had never been here.',
  },
];

/** Shows exactly what a cleanup would remove, removes it on request, and reports. Nothing unlisted is deleted. */
export function CleanupDialog({ model, hostName, nameOf }: CleanupDialogProps) {
  const state = useStore(model.store);
  const hasChoice = state.phase === 'listing' || state.phase === 'listed' || state.phase === 'failed';
  return (
    <Dialog
      title={`Clean up ${hostName}`}
      isOpen={state.phase !== 'closed'}
      onClose={model.close}
      width={720}
      closesOnClickOutside={state.phase !== 'running'}
    >
      {hasChoice && (
        <div className="cleanup-levels">
          <RadioList
            legend="What goes"
            name="cleanup-level"
            value={state.level}
            options={levels}
            onChange={(level) => void model.preview(state.profileId, level)}
          />
        </div>
      )}
      <Phase model={model} state={state} hostName={hostName} nameOf={nameOf} />
    </Dialog>
  );
}

function Phase({ model, state, hostName, nameOf }: CleanupDialogProps & { readonly state: CleanupState }) {
  switch (state.phase) {
    case 'closed':
      return null;
    case 'listing':
      return <Looking />;
    case 'listed':
      return <CleanupList key={state.preview.digest} model={model} state={state} hostName={hostName} nameOf={nameOf} />;
    case 'running':
      return <CleanupSteps steps={state.steps} />;
    case 'done':
      return <CleanupReportView model={model} state={state} hostName={hostName} nameOf={nameOf} />;
    case 'failed':
      return (
        <>
          {state.steps.length > 0 && <CleanupSteps steps={state.steps} hasFailed />}
          <ProblemCard
            title={state.steps.length > 0 ? 'The cleanup failed' : 'Looking for what was left behind failed'}
            problem={state.problem}
          >
            <Button look="primary" onClick={() => void model.preview(state.profileId, state.level)}>
              Look again
            </Button>
          </ProblemCard>
        </>
      );
  }
}
