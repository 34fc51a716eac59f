import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { SettingsGroup } from '../../ui/SettingsGroup.tsx';
import { useBerth } from '../use-berth.ts';
import { forgetPageSettings } from './forget-page-settings.ts';

/** Makes Berth look and work as on its first day, with the same servers. */
export function ResetGroup() {
  const { settings } = useBerth();
  const [isAsking, setIsAsking] = useState(false);
  const reset = async () => {
    const problem = await settings.reset();
    if (problem !== null) return problem;
    forgetPageSettings(window.localStorage);
    window.location.reload();
    return null;
  };
  return (
    <SettingsGroup
      title="Reset"
      note="Theme, keys, tabs, columns and all other settings of Berth itself go back to their defaults."
    >
      <div>
        <Button isSmall look="danger" onClick={() => setIsAsking(true)}>
          Reset settings…
        </Button>
      </div>
      <ConfirmDialog
        title="Reset the settings?"
        confirmLabel="Reset settings"
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        onConfirm={reset}
      >
        <p>
          Berth’s own settings go back to their defaults, its tabs close, messages to agents that were typed and not
          sent are forgotten, and its page loads again.
        </p>
        <p className="dim">Saved servers, remembered secrets and everything on your servers stay as they are.</p>
      </ConfirmDialog>
    </SettingsGroup>
  );
}
