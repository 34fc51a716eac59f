import { type KeyboardEvent, useState } from 'react';
import { chordOf } from '../../../main/contract/chords.ts';

/** A field that takes the next keys instead of doing what they do. */
export interface ChordRecorder {
  /** What was pressed last; null until then. */
  readonly text: string | null;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Records what is pressed; Escape alone gives up, Tab alone leaves, as they do everywhere. */
export function useRecordedChord(onGiveUp: () => void): ChordRecorder {
  const [text, setText] = useState<string | null>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const { code, key, altKey, ctrlKey, metaKey, shiftKey } = event;
    const isPlain = !altKey && !ctrlKey && !metaKey && !shiftKey;
    if (key === 'Tab' && !altKey && !ctrlKey && !metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (key === 'Escape' && isPlain) {
      onGiveUp();
      return;
    }
    const pressed = chordOf({ code, key, alt: altKey, control: ctrlKey, meta: metaKey, shift: shiftKey });
    if (pressed !== null) setText(pressed);
  };
  return { text, onKeyDown };
}
