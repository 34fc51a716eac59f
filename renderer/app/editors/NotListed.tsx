import { Button } from '../../ui/Button.tsx';
import { StateMark } from '../../ui/StateMark.tsx';

interface NotListedProps {
  readonly name: string;
  readonly isLooking: boolean;
  readonly onLook: () => void;
  readonly onAddFolder: () => void;
  readonly onClose: () => void;
}

/** What the tab of a repository shows that its server does not list any more. */
export function NotListed({ name, isLooking, onLook, onAddFolder, onClose }: NotListedProps) {
  return (
    <div className="editor-start">
      <h2>
        <StateMark state="stopped" />
        {name} is not in the list
      </h2>
      <p className="dim" role="status">
        Its folder was moved or removed on the server, or taken off the list. If it lies elsewhere, add it by its
        folder.
      </p>
      <div className="problem-actions">
        <Button look="primary" disabled={isLooking} onClick={onLook}>
          {isLooking ? 'Looking…' : 'Look again'}
        </Button>
        <Button onClick={onAddFolder}>Add a folder…</Button>
        <Button look="quiet" onClick={onClose}>
          Close this tab
        </Button>
      </div>
    </div>
  );
}
