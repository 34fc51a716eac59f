import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { hostOfAddress } from './web-address.ts';

interface LinkDialogProps {
  /** A whole address of the web; null while nothing is asked. */
  readonly address: string | null;
  readonly onClose: () => void;
}

/** Shows where a link of a terminal leads before it is opened: what it says there may be something else. */
export function LinkDialog({ address, onClose }: LinkDialogProps) {
  if (address === null) return null;
  const open = () => {
    window.open(address, '_blank', 'noopener,noreferrer');
    onClose();
  };
  return (
    <Dialog title="Open this page?" isOpen onClose={onClose} width={520}>
      <p>
        The link leads to <b>{hostOfAddress(address)}</b>. It opens in your browser.
      </p>
      <pre className="paste-text" data-testid="link-address">
        {address}
      </pre>
      <div className="dialog-actions">
        <CopyButton text={address} label="Copy address" />
        <Button onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button look="primary" onClick={open}>
          Open
        </Button>
      </div>
    </Dialog>
  );
}
