import type { ViewCondition } from '../../../main/contract/views.ts';
import { Button } from '../../ui/Button.tsx';
import { StateMark } from '../../ui/StateMark.tsx';

interface ViewCardProps {
  readonly condition: ViewCondition;
  readonly name: string;
  readonly isPage: boolean;
  readonly onReload: () => void;
  /** Shows the view again, and waits with the user. */
  readonly onWait: () => void;
}

/** What lies in the place of a view whose page crashed or hangs. */
export function ViewCard({ condition, name, isPage, onReload, onWait }: ViewCardProps) {
  const what = isPage ? name : `The editor of ${name}`;
  const isCrashed = condition === 'crashed';
  return (
    <section className="editor-panel editor-start" aria-label={`${what} ${isCrashed ? 'crashed' : 'does not answer'}`}>
      <h2>
        <StateMark state="crashed" />
        {what} {isCrashed ? 'crashed' : 'does not answer'}
      </h2>
      <p className="dim" role="alert">
        {sentence(isCrashed, isPage)}
      </p>
      <div className="problem-actions">
        <Button look="primary" onClick={onReload}>
          Load it again
        </Button>
        {!isCrashed && <Button onClick={onWait}>Wait</Button>}
      </div>
    </section>
  );
}

function sentence(isCrashed: boolean, isPage: boolean): string {
  if (isPage) return isCrashed ? 'Its page ended on this computer.' : 'Its page takes no input.';
  return isCrashed
    ? 'Only its window on this computer ended. Terminals and everything else go on running on the server, and VS Code brings unsaved files back.'
    : 'Its window on this computer takes no input. Terminals and everything else go on running on the server. What was typed in the last second may be lost if you load it again.';
}
