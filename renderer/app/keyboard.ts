import type { Press } from '../../main/contract/chords.ts';

type Pressed = Pick<KeyboardEvent, 'code' | 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** A press on the page in the words of every shell. */
export function pressOf({ code, key, altKey, ctrlKey, metaKey, shiftKey }: Pressed): Press {
  return { code, key, alt: altKey, control: ctrlKey, meta: metaKey, shift: shiftKey };
}

/** True when typed letters belong to the focused element. */
export function isTypingIn(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
