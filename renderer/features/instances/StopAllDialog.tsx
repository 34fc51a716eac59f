import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import './instances.css';

/** What ends when all are stopped. */
export interface StoppedRow {
  readonly id: string;
  readonly name: string;
  readonly state: 'starting' | 'stopping' | 'running' | 'suspended' | 'stopped' | 'crashed';
  /** The state in words. */
  readonly words: string;
}

interface StopAllDialogProps {
  readonly isOpen: boolean;
  readonly hostName: string;
  /** Everything that is not stopped, in the order of the page. */
  readonly rows: readonly StoppedRow[];
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before everything that runs is ended, and says by name what that is. */
export function StopAllDialog({ isOpen, hostName, rows, onConfirm, onClose }: StopAllDialogProps) {
  const count = rows.length;
  const running = rows.filter(({ state }) => state === 'running' || state === 'starting').length;
  return (
    <Dialog title={`Stop all on ${hostName}?`} isOpen={isOpen} onClose={onClose} width={440}>
      <p>
        {running > 0 && 'Open editors and terminals end with whatever runs in them; save what you are writing first. '}
        Files and settings stay as they are, and every port becomes free.
      </p>
      <ul className="stop-all-names num" aria-label="What will be stopped">
        {rows.map(({ id, name, state, words }) => (
          <li key={id}>
            <StateMark state={state} />
            <b className="cut">{name}</b>
            <span className="faint">{words}</span>
          </li>
        ))}
      </ul>
      <div className="dialog-actions">
        <Button onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button
          look="danger"
          onClick={() => {
            onClose();
            onConfirm();
          }}
        >
          {count === 1 ? 'Stop it' : `Stop all ${count}`}
        </Button>
      </div>
    </Dialog>
  );
}
