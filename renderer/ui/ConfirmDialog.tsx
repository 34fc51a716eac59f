import { type ReactNode, useState } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { ProblemCard, type ShownProblem } from './ProblemCard.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly confirmLabel: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Does it; a problem keeps the dialog open. */
  readonly onConfirm: () => Promise<ShownProblem | null>;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ title, children, confirmLabel, isOpen, onClose, onConfirm }: ConfirmDialogProps) {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<ShownProblem | null>(null);
  const confirm = async () => {
    setIsBusy(true);
    const failed = await onConfirm();
    setIsBusy(false);
    setProblem(failed);
    if (failed === null) onClose();
  };
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose} width={420}>
      <div>{children}</div>
      {problem !== null && <ProblemCard title={`${title.replace(/\?$/, '')} failed`} problem={problem} />}
      <div className="dialog-actions">
        <Button onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button look="danger" disabled={isBusy} onClick={() => void confirm()}>
          {confirmLabel}
        </Button>
      </div>
    </Dialog>
  );
}
