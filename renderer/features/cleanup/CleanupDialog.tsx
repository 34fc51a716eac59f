import { useStore } from 'zustand';
import type { CleanupLevel } from '../../../main/contract/cleanup.ts';
import { countOf, formatBytes } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { StepList } from '../../ui/StepList.tsx';
import { CleanupItems, sizeOf } from './CleanupItems.tsx';
import type { CleanupModel, CleanupState } from './cleanup-model.ts';
import './cleanup.css';

interface CleanupDialogProps {
  readonly model: CleanupModel;
  readonly hostName: string;
}

const levels = [
  { value: 'leftovers', label: 'Leftovers' },
  { value: 'instances', label: '+ all instances' },
  { value: 'everything', label: 'Everything' },
] as const;

const levelNotes: Record<CleanupLevel, string> = {
  leftovers: 'What no live instance owns. Running editors are not touched.',
  instances: 'Leftovers, and every instance of Berth is stopped. Settings and extensions stay.',
  everything: 'All that Berth ever put on this server, with editor settings and extensions. Repositories stay.',
};

/** Shows exactly what a cleanup would remove, removes it on request, and reports. Nothing unlisted is deleted. */
export function CleanupDialog({ model, hostName }: CleanupDialogProps) {
  const state = useStore(model.store);
  return (
    <Dialog title={`Clean up ${hostName}`} isOpen={state.phase !== 'closed'} onClose={model.close} width={680}>
      {'level' in state && state.phase !== 'running' && (
        <div className="cleanup-levels">
          <Segments
            legend="What goes"
            name="cleanup-level"
            value={state.level}
            options={levels}
            onChange={(level) => void model.preview(state.profileId, level)}
          />
          <p className="faint">{levelNotes[state.level]}</p>
        </div>
      )}
      <Phase model={model} state={state} />
    </Dialog>
  );
}

function Phase({ model, state }: { readonly model: CleanupModel; readonly state: CleanupState }) {
  switch (state.phase) {
    case 'closed':
      return null;
    case 'listing':
      return (
        <p className="cleanup-wait dim" role="status">
          Looking for what was left behind…
        </p>
      );
    case 'listed':
      return <Listed model={model} state={state} />;
    case 'running':
      return (
        <>
          <p role="status">Removing what was listed…</p>
          <StepList label="Cleanup steps" steps={state.steps} />
        </>
      );
    case 'done':
      return <Report model={model} state={state} />;
    case 'failed':
      return (
        <>
          {state.steps.length > 0 && <StepList label="Cleanup steps" steps={state.steps} />}
          <ProblemCard title="The cleanup failed" problem={state.problem}>
            <Button look="primary" onClick={() => void model.preview(state.profileId, state.level)}>
              Look again
            </Button>
          </ProblemCard>
        </>
      );
  }
}

type Of<P extends CleanupState['phase']> = Extract<CleanupState, { phase: P }>;

function Listed({ model, state: { items } }: { readonly model: CleanupModel; readonly state: Of<'listed'> }) {
  if (items.length === 0) {
    return (
      <>
        <p className="cleanup-wait" role="status">
          Nothing to remove: everything here belongs to something alive.
        </p>
        <div className="dialog-actions">
          <Button onClick={model.close}>Close</Button>
        </div>
      </>
    );
  }
  return (
    <>
      <CleanupItems items={items} label="What will be removed" />
      <div className="dialog-actions">
        <Button onClick={model.close}>Cancel</Button>
        <Button look="danger" onClick={() => void model.run()}>
          Remove {countOf(items.length, 'item')}, {formatBytes(sizeOf(items))}
        </Button>
      </div>
    </>
  );
}

function Report({ model, state }: { readonly model: CleanupModel; readonly state: Of<'done'> }) {
  const { removed, remaining } = state;
  return (
    <>
      <p role="status">
        <b>{countOf(removed.length, 'item')} removed</b>, {formatBytes(sizeOf(removed))} given back.
        {remaining.length > 0 && ` ${countOf(remaining.length, 'item')} could not be removed:`}
      </p>
      {remaining.length > 0 && <CleanupItems items={remaining} label="What remains" />}
      <div className="dialog-actions">
        {remaining.length > 0 && (
          <Button onClick={() => void model.preview(state.profileId, 'leftovers')}>Look again</Button>
        )}
        <Button look="primary" onClick={model.close}>
          Done
        </Button>
      </div>
    </>
  );
}
