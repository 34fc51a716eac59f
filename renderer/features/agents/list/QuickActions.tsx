import type { Session } from '../../../../main/contract/session-words.ts';
import { Button } from '../../../ui/Button.tsx';
import { approvalOn, interruptKeys } from '../answers.ts';
import type { SessionHands } from '../session-hands.ts';

interface QuickActionsProps {
  readonly session: Session;
  readonly isDisabled: boolean;
  readonly hands: SessionHands;
}

/** One or two buttons, for what the state asks for; nobody approves what the line does not show. */
export function QuickActions({ session, isDisabled, hands }: QuickActionsProps) {
  const { kind, title, state, stateDetail, trouble, isResumable } = session;
  const button = (label: string, onClick: () => void, look: 'plain' | 'accent' = 'plain') => (
    <Button isSmall look={look} disabled={isDisabled} aria-label={`${label} ${title}`} onClick={onClick}>
      {label}
    </Button>
  );
  if (kind === 'terminal') {
    return state === 'dead'
      ? button('Remove', () => hands.stop(session))
      : button('Open', () => hands.open(session), 'accent');
  }
  switch (state) {
    case 'waiting':
      return (
        <>
          {stateDetail !== null && button('Approve', () => hands.answer(session, approvalOn))}
          {button('Answer…', () => hands.talk(session), 'accent')}
        </>
      );
    case 'working':
      return (
        <>
          {button('Interrupt', () => hands.press(session, interruptKeys(session)))}
          {button('Open', () => hands.show(session), 'accent')}
        </>
      );
    case 'dead':
      return isResumable
        ? button('Resume', () => hands.resume(session), 'accent')
        : button('Remove', () => hands.stop(session));
    case 'done':
      return (
        <>
          {trouble === null && button('Continue', () => hands.goOn(session))}
          {button('Message…', () => hands.talk(session), 'accent')}
        </>
      );
    default:
      return button('Message…', () => hands.talk(session), 'accent');
  }
}
