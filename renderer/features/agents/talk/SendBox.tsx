import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import type { SendState } from './talk-model.ts';

interface SendBoxProps {
  readonly title: string;
  readonly draft: string;
  /** What was sent before, the last one last. */
  readonly sent: readonly string[];
  readonly outcome: SendState | null;
  readonly isDisabled: boolean;
  readonly onType: (draft: string) => void;
  readonly onSend: (isForced: boolean) => void;
  readonly onOpenTerminal: () => void;
}

const rowsMost = 10;

/** A field to speak to a session. Enter sends, Shift+Enter is a new line, arrow up brings back what was sent. */
export function SendBox(props: SendBoxProps) {
  const { title, draft, sent, outcome, isDisabled, onType, onSend, onOpenTerminal } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const hintId = useId();
  // How many messages back one has gone; 0 is the draft.
  const [back, setBack] = useState(0);
  const recall = (steps: number) => {
    const text = steps === 0 ? '' : (sent.at(-steps) ?? '');
    setBack(steps);
    onType(text);
    requestAnimationFrame(() => field.current?.setSelectionRange(text.length, text.length));
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { key, shiftKey, altKey, ctrlKey, metaKey, nativeEvent } = event;
    if (nativeEvent.isComposing || altKey) return;
    if (key === 'Enter' && !shiftKey) {
      event.preventDefault();
      setBack(0);
      onSend(false);
      return;
    }
    if (ctrlKey || metaKey || shiftKey) return;
    if (key === 'ArrowUp' && (draft === '' || back > 0) && back < sent.length) {
      event.preventDefault();
      recall(back + 1);
    } else if (key === 'ArrowDown' && back > 0) {
      event.preventDefault();
      recall(back - 1);
    }
  };
  const isSending = outcome?.kind === 'sending';
  const rows = Math.min(rowsMost, Math.max(2, draft.split('\n').length));
  return (
    <form
      className="send-box"
      onSubmit={(event) => {
        event.preventDefault();
        onSend(false);
        field.current?.focus();
      }}
    >
      <Outcome outcome={outcome} onSend={onSend} onOpenTerminal={onOpenTerminal} />
      <div className="send-line">
        <textarea
          ref={field}
          rows={rows}
          value={draft}
          placeholder={`Message to ${title}`}
          aria-label={`Message to ${title}`}
          aria-describedby={hintId}
          disabled={isDisabled}
          onChange={({ currentTarget }) => {
            setBack(0);
            onType(currentTarget.value);
          }}
          onKeyDown={press}
        />
        <Button
          type="submit"
          look="primary"
          isBusy={isSending}
          disabled={isDisabled || draft.trim() === ''}
          aria-label={isSending ? 'Sending' : 'Send'}
        >
          <SendHorizontal size={15} aria-hidden="true" />
        </Button>
      </div>
      <p id={hintId} className="send-hint faint">
        Enter sends, Shift+Enter is a new line, arrow up brings back what was sent.
      </p>
    </form>
  );
}

type OutcomeProps = Pick<SendBoxProps, 'outcome' | 'onSend' | 'onOpenTerminal'>;

/** What became of the last message, in the place above the field, which is always there. */
function Outcome({ outcome, onSend, onOpenTerminal }: OutcomeProps) {
  if (outcome?.kind === 'failed') {
    return (
      <ProblemCard title="Sending failed" problem={outcome.problem}>
        <Button look="primary" onClick={() => onSend(false)}>
          Send again
        </Button>
      </ProblemCard>
    );
  }
  const isHeld = outcome?.kind === 'held' || outcome?.kind === 'lost';
  return (
    <div className="send-outcome">
      <p role="status" className={isHeld ? 'warn' : 'faint'}>
        {outcomeWords(outcome)}
      </p>
      {isHeld && (
        <>
          <Button isSmall onClick={() => onSend(true)}>
            {outcome.kind === 'held' ? 'Send anyway' : 'Send again'}
          </Button>
          <Button isSmall look="quiet" onClick={onOpenTerminal}>
            Open its terminal
          </Button>
        </>
      )}
    </div>
  );
}

function outcomeWords(outcome: Exclude<SendState, { kind: 'failed' }> | null): string {
  switch (outcome?.kind) {
    case 'sending':
      return 'Sending…';
    case 'delivered':
      return 'Delivered.';
    case 'held':
      return `Held back: ${outcome.reason}`;
    case 'lost':
      return `Not taken: ${outcome.reason}`;
    default:
      return '';
  }
}
