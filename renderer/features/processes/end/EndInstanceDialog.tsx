import { useState } from 'react';
import type { ProcessRow } from '../../../../main/contract/processes.ts';
import { countOf } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { RadioList } from '../../../ui/RadioList.tsx';
import type { ProcessGroup } from '../lines/process-groups.ts';
import { ProcessList } from './ProcessList.tsx';
import './end.css';

interface EndInstanceDialogProps {
  /** The processes of one instance; null while nothing is asked. */
  readonly group: ProcessGroup | null;
  /** Stops the instance, which ends all of it in good order. */
  readonly onStop: (instanceId: string) => void;
  /** Ends some of its processes after this question. */
  readonly onEnd: (rows: readonly ProcessRow[], title: string) => void;
  readonly onClose: () => void;
}

/** Asks how much of an instance is to end, and shows what that is. */
export function EndInstanceDialog({ group, ...rest }: EndInstanceDialogProps) {
  return (
    <Dialog title={`End ${group?.title ?? ''}?`} isOpen={group !== null} onClose={rest.onClose} width={520}>
      {group !== null && <Question key={group.id} group={group} {...rest} />}
    </Dialog>
  );
}

function Question({ group, onStop, onEnd, onClose }: EndInstanceDialogProps & { readonly group: ProcessGroup }) {
  const [extent, setExtent] = useState<'all' | 'terminals'>('all');
  const { rows, title, instanceId } = group;
  const inTerminals = rows.filter(({ role }) => role === 'terminal');
  const ended = extent === 'all' ? rows : inTerminals;
  const confirm = () => {
    onClose();
    if (extent === 'terminals') onEnd(inTerminals, `what runs in the terminals of ${title}`);
    else if (instanceId !== null) onStop(instanceId);
  };
  return (
    <>
      {inTerminals.length > 0 ? (
        <RadioList
          legend="What should end"
          name="end-instance"
          value={extent}
          onChange={setExtent}
          options={[
            {
              value: 'all',
              label: 'All of it',
              note: 'Stops VS Code with its editors and terminals. Files and settings stay, and its port becomes free.',
            },
            {
              value: 'terminals',
              label: 'Only what runs in its terminals',
              note: 'The editor goes on. What the programs did not save is lost.',
            },
          ]}
        />
      ) : (
        <p>Stops VS Code with its editors and terminals. Files and settings stay, and its port becomes free.</p>
      )}
      <ProcessList rows={ended} label="What will be ended" />
      <div className="dialog-actions">
        <Button onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button look="danger" onClick={confirm}>
          {extent === 'all' ? `Stop ${title}` : `End ${countOf(ended.length, 'process', 'processes')}`}
        </Button>
      </div>
    </>
  );
}
