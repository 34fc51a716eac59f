import { useState } from 'react';
import { useStore } from 'zustand';
import type { ImportReport } from '../../../main/contract/profile-exchange.ts';
import type { Profile } from '../../../main/contract/profiles.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ImportForm } from '../../ui/ImportForm.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { ImportReportView } from './exchange/ImportReportView.tsx';
import { SshConfigImport } from './exchange/SshConfigImport.tsx';
import { ProfileFormView } from './form/ProfileFormView.tsx';
import type { ProfilesModel } from './profiles-model.ts';
import './exchange/exchange.css';

/** Where servers are added from. */
export type AddSource = 'hand' | 'ssh-config' | 'file';

interface AddServersDialogProps {
  readonly model: ProfilesModel;
  /** What is shown first; null when the dialog is closed. */
  readonly source: AddSource | null;
  readonly onClose: () => void;
  readonly onSaved: (profile: Profile) => void;
  readonly onExport: () => void;
}

/** Adds servers: by hand, from `~/.ssh/config`, from a file. */
export function AddServersDialog({ source, ...props }: AddServersDialogProps) {
  return (
    <Dialog
      title="Add servers"
      isOpen={source !== null}
      onClose={props.onClose}
      width={640}
      closesOnClickOutside={false}
    >
      {source !== null && <AddServers first={source} {...props} />}
    </Dialog>
  );
}

const sources = [
  { value: 'hand', label: 'By hand' },
  { value: 'ssh-config', label: '~/.ssh/config' },
  { value: 'file', label: 'A file' },
] as const;

function AddServers({
  first,
  model,
  onClose,
  onSaved,
  onExport,
}: Omit<AddServersDialogProps, 'source'> & { readonly first: AddSource }) {
  const [source, setSource] = useState<AddSource>(first);
  /** The name in `~/.ssh/config` that was typed as an address. */
  const [wanted, setWanted] = useState<string | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const profiles = useStore(model.store, (state) => state.profiles);
  if (report !== null) return <ImportReportView report={report} onDone={onClose} onMore={() => setReport(null)} />;
  return (
    <>
      <Segments legend="Where from" name="addSource" value={source} options={sources} onChange={setSource} />
      {source === 'hand' && (
        <ProfileFormView
          subject="new"
          profiles={profiles}
          onCancel={onClose}
          save={model.add}
          readSshConfig={model.readSshConfig}
          onSaved={onSaved}
          onRemove={onClose}
          onTakeOver={(name) => {
            setWanted(name);
            setSource('ssh-config');
          }}
        />
      )}
      {source === 'ssh-config' && (
        <SshConfigImport
          wanted={wanted}
          read={model.readSshConfig}
          take={model.importSshConfig}
          onReport={setReport}
          onCancel={onClose}
          onByHand={() => setSource('hand')}
        />
      )}
      {source === 'file' && (
        <ImportForm
          what="servers"
          description="What another Berth exported. Servers that are there already stay as they are."
          take={model.importText}
          onDone={setReport}
          onCancel={onClose}
        >
          {profiles.length > 0 && (
            <button type="button" className="link-button" onClick={onExport}>
              Export the servers of this Berth…
            </button>
          )}
        </ImportForm>
      )}
    </>
  );
}
