import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Profile } from '../../../../main/contract/profiles.ts';
import type { Answer } from '../../../api/problem.ts';
import { countOf } from '../../../lib/format.ts';
import { saveText } from '../../../lib/save-text.ts';
import { Button } from '../../../ui/Button.tsx';
import { ColorMark } from '../../../ui/ColorMark.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import type { ProfilesModel } from '../profiles-model.ts';
import './exchange.css';

interface ExportDialogProps {
  readonly model: ProfilesModel;
  /** Those that are ticked at first; null when the dialog is closed. */
  readonly profileIds: readonly string[] | null;
  readonly onClose: () => void;
}

/** Tells saved servers as a text, to copy or to save. */
export function ExportDialog({ model, profileIds, onClose }: ExportDialogProps) {
  const profiles = useStore(model.store, (state) => state.profiles);
  return (
    <Dialog title="Export servers" isOpen={profileIds !== null} onClose={onClose} width={600}>
      {profileIds !== null && (
        <ExportView profiles={profiles} first={profileIds} ask={model.exportText} onDone={onClose} />
      )}
    </Dialog>
  );
}

interface ExportViewProps {
  readonly profiles: readonly Profile[];
  readonly first: readonly string[];
  readonly ask: ProfilesModel['exportText'];
  readonly onDone: () => void;
}

function ExportView({ profiles, first, ask, onDone }: ExportViewProps) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => new Set(first));
  const [told, setTold] = useState<{ readonly key: string; readonly answer: Answer<{ readonly document: string }> }>();
  const chosen = profiles.filter(({ id }) => ticked.has(id));
  const isAll = chosen.length === profiles.length;
  const key = chosen.map(({ id }) => id).join(' ');
  useEffect(() => {
    let isOld = false;
    const ids = key.split(' ').filter(Boolean);
    if (ids.length > 0) {
      void ask(ids).then((answer) => {
        if (!isOld) setTold({ key, answer });
      });
    }
    return () => {
      isOld = true;
    };
  }, [ask, key]);
  const toggle = (id: string) => {
    const others = [...ticked].filter((known) => known !== id);
    setTicked(new Set(ticked.has(id) ? others : [...others, id]));
  };
  const answer = told?.answer;
  const text = answer?.ok && chosen.length > 0 ? answer.value.document : '';
  // The text of the former choice stays to be seen until the next one is there, but not to be handed on.
  const isReady = text !== '' && told?.key === key;
  return (
    <div className="profile-form">
      <p className="dim">
        For another computer or another person. There is no password, no passphrase and no key in it; paths of key files
        are.
      </p>
      <fieldset className="pick-list">
        <legend className="hidden-text">Servers to export</legend>
        <label className="pick-line">
          <input
            type="checkbox"
            checked={isAll}
            ref={(box) => {
              if (box !== null) box.indeterminate = chosen.length > 0 && !isAll;
            }}
            onChange={() => setTicked(new Set(isAll ? [] : profiles.map(({ id }) => id)))}
          />
          <span className="dim">All {profiles.length} servers</span>
        </label>
        {profiles.map(({ id, name, color, address }) => (
          <label key={id} className="pick-line">
            <input type="checkbox" checked={ticked.has(id)} onChange={() => toggle(id)} />
            <ColorMark color={color} />
            <span className="cut">{name}</span>
            <span className="mono faint cut">{address}</span>
          </label>
        ))}
      </fieldset>
      {answer !== undefined && !answer.ok && <ProblemCard title="Exporting failed" problem={answer.failure} />}
      <textarea
        className="document-text"
        aria-label="Exported text"
        readOnly
        rows={8}
        value={text}
        placeholder="Tick at least one server."
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <div className="settings-foot">
        <p className="settings-outcome dim" role="status">
          {countOf(chosen.length, 'server')}
        </p>
        <div className="dialog-actions">
          {isReady && <CopyButton text={text} label="Copy" />}
          <Button onClick={onDone}>Done</Button>
          <Button look="primary" disabled={!isReady} onClick={() => saveText('berth-servers.json', text)}>
            Save as file
          </Button>
        </div>
      </div>
    </div>
  );
}
