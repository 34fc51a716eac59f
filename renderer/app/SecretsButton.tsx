import { KeyRound } from 'lucide-react';
import { useStore } from 'zustand';
import { IconButton } from '../ui/Button.tsx';
import { useBerth } from './use-berth.ts';

/** Opens the dialog about remembered secrets. */
export function SecretsButton() {
  const { secrets } = useBerth();
  const isLocked = useStore(secrets.store, ({ status }) => status?.isLocked ?? false);
  return (
    <IconButton
      className="secrets-button"
      label="Remembered secrets"
      {...(isLocked ? { hint: 'locked' } : {})}
      onClick={secrets.show}
    >
      <KeyRound size={15} aria-hidden="true" />
    </IconButton>
  );
}
