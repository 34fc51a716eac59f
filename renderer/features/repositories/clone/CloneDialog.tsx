import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { CloneFormView } from './CloneFormView.tsx';
import { CloneProgress } from './CloneProgress.tsx';
import { askedForgeKey, type CloneJob, type CloneModel, shownClone } from './clone-model.ts';
import { ForgeKeyDialog } from './ForgeKeyDialog.tsx';
import '../add/add.css';

interface CloneDialogProps {
  readonly model: CloneModel;
  readonly hostName: string;
  /** Shows the editor of what was cloned. */
  readonly onOpen: (profileId: string, repositoryId: string) => void;
  /** Brings a folder that is there already into the list. */
  readonly onAddFolder: (profileId: string, path: string) => void;
  /** Shows what the server lacks, and makes it ready. */
  readonly onSetUp: (profileId: string) => void;
}

/** Clones a repository: its address, where it goes, the login, and then how far it is. */
export function CloneDialog({ model, hostName, onOpen, onAddFolder, onSetUp }: CloneDialogProps) {
  const job = useStore(model.store, shownClone);
  const hostKey = askedForgeKey(job?.problem ?? null);
  return (
    <Dialog
      title={job?.phase === 'done' ? `Cloned to ${hostName}` : `Clone to ${hostName}`}
      isOpen={job !== null}
      onClose={model.close}
      width={580}
      closesOnClickOutside={false}
    >
      {job?.phase === 'form' && <CloneFormView model={model} job={job} onAddFolder={onAddFolder} onSetUp={onSetUp} />}
      {job?.phase === 'running' && <CloneProgress model={model} job={job} />}
      {job?.phase === 'done' && <CloneDone model={model} job={job} onOpen={onOpen} />}
      {job !== null && hostKey !== null && (
        <ForgeKeyDialog model={model} job={job} hostKey={hostKey} message={job.problem?.message ?? ''} />
      )}
    </Dialog>
  );
}

interface CloneDoneProps extends Pick<CloneDialogProps, 'model' | 'onOpen'> {
  readonly job: CloneJob;
}

function CloneDone({ model, job: { profileId, root, repository }, onOpen }: CloneDoneProps) {
  const actions = useRef<HTMLDivElement>(null);
  // The button that had the focus is gone with the steps.
  useEffect(() => {
    actions.current?.querySelector<HTMLElement>('.button-primary')?.focus();
  }, []);
  if (repository === null) return null;
  const { id, name, path, branch } = repository;
  const open = () => {
    model.close();
    onOpen(profileId, id);
  };
  return (
    <>
      <p role="status">
        <b>{name}</b> is in <span className="mono">{path}</span>
        {branch === null ? '.' : `, on ${branch}.`}
      </p>
      <div ref={actions} className="dialog-actions">
        <Button className="start" onClick={() => model.open(profileId, root)}>
          Clone another…
        </Button>
        <Button onClick={model.close}>Close</Button>
        <Button look="primary" onClick={open}>
          Open {name}
        </Button>
      </div>
    </>
  );
}
