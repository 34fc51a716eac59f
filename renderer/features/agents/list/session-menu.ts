import type { Session } from '../../../../main/contract/session-words.ts';
import type { MenuEntry } from '../../../ui/menu-entry.ts';
import { approvalOn, interruptKeys, refusalOn } from '../answers.ts';
import type { SessionHands } from '../session-hands.ts';

/** Everything that can be done with a session, in the order of how much it changes. */
export function sessionMenu(session: Session, hands: SessionHands, isDisabled: boolean): readonly MenuEntry[] {
  const { kind, state, instanceId, isResumable } = session;
  const isOver = state === 'dead';
  const isAgent = kind === 'agent';
  return [
    { label: 'Open its terminal', key: 'o', isDisabled, onSelect: () => hands.open(session) },
    ...(instanceId === null
      ? []
      : [{ label: 'Open beside the editor', key: 'b', isDisabled, onSelect: () => hands.openBeside(session) }]),
    { label: 'Screen and message…', key: 'm', isDisabled, onSelect: () => hands.talk(session) },
    ...(state === 'waiting'
      ? [
          { label: 'Approve', key: 'a', isDisabled, onSelect: () => hands.answer(session, approvalOn) },
          { label: 'Refuse', key: 'r', isDisabled, onSelect: () => hands.answer(session, refusalOn) },
        ]
      : []),
    {
      label: 'Interrupt',
      key: 'i',
      isDisabled: isDisabled || isOver,
      onSelect: () => hands.press(session, interruptKeys(session)),
    },
    ...(isAgent
      ? [
          {
            label: 'Continue',
            key: 'c',
            isDisabled: isDisabled || state !== 'done',
            onSelect: () => hands.goOn(session),
          },
          {
            label: 'Resume its conversation',
            key: 'u',
            isDisabled: isDisabled || !isOver || !isResumable,
            onSelect: () => hands.resume(session),
          },
        ]
      : []),
    { label: 'Rename…', key: 'n', isDisabled, onSelect: () => hands.rename(session) },
    { label: 'Save what was said', key: 's', isDisabled, onSelect: () => hands.save(session) },
    {
      label: isOver ? 'Remove' : 'Stop…',
      key: 'x',
      isDisabled,
      isGroupStart: true,
      onSelect: () => hands.stop(session),
    },
  ];
}
