import { useState } from 'react';
import { countOf } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';

interface RestartAllProps {
  /** Editors that run with an older version and are not being restarted. */
  readonly ids: readonly string[];
  readonly currentVersion: string;
  readonly isBusy: boolean;
  readonly nameOf: (instanceId: string) => string;
  readonly onRestart: (instanceIds: readonly string[]) => void;
}

/** Says what a restart ends, and brings many editors to the version of new starts after a question. */
export function RestartAll({ ids, currentVersion, isBusy, nameOf, onRestart }: RestartAllProps) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <div className="version-restart">
      <p className="dim">A restart ends the terminals of an editor and what runs in them. Files and settings stay.</p>
      {ids.length > 1 && (
        <Button isSmall isBusy={isBusy} onClick={() => setIsAsking(true)}>
          Restart all {ids.length}…
        </Button>
      )}
      <ConfirmDialog
        title={`Restart ${countOf(ids.length, 'editor')}?`}
        confirmLabel={`Restart all ${ids.length}`}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        onConfirm={async () => {
          onRestart(ids);
          return null;
        }}
      >
        <p>
          {ids.map(nameOf).join(', ')}: one after another, each with {currentVersion}. Their terminals end with whatever
          runs in them; save what you are writing first.
        </p>
      </ConfirmDialog>
    </div>
  );
}
