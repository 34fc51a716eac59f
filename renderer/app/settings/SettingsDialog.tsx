import { Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { useBerth } from '../use-berth.ts';
import { type SettingsPart, settingsParts } from './settings-parts.ts';
import '../../ui/forms.css';
import './settings-dialog.css';

/** The settings of Berth itself: a list of parts, and the one that is looked at. Each change counts at once. */
export function SettingsDialog() {
  const { settings, shellInfo } = useBerth();
  const { isOpen, partId } = useStore(settings.store);
  const shell = useStore(shellInfo);
  const parts = settingsParts.filter(({ isShown }) => isShown(shell));
  return (
    <Dialog title="Settings" isOpen={isOpen} onClose={settings.close} width={760}>
      <Parts key={partId} parts={parts} firstId={partId} />
    </Dialog>
  );
}

function Parts({ parts, firstId }: { readonly parts: readonly SettingsPart[]; readonly firstId: string | null }) {
  const { settings } = useBerth();
  const problem = useStore(settings.store, (state) => state.problem);
  const [shownId, setShownId] = useState(firstId);
  const shown = parts.find(({ id }) => id === shownId) ?? parts[0];
  if (shown === undefined) return null;
  return (
    <div className="app-settings">
      <nav className="app-settings-parts" aria-label="Parts of the settings">
        {parts.map(({ id, title }) => (
          <button
            key={id}
            type="button"
            aria-current={id === shown.id ? 'page' : undefined}
            {...(id === shown.id ? { 'data-autofocus': true } : {})}
            onClick={() => setShownId(id)}
          >
            {title}
          </button>
        ))}
      </nav>
      <div className="app-settings-part" data-testid={`settings-${shown.id}`}>
        {problem !== null && <ProblemCard title="Keeping the change failed" problem={problem} />}
        <Suspense fallback={<Waiting words="Loading…" />}>
          <shown.Part />
        </Suspense>
      </div>
    </div>
  );
}
