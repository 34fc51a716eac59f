import { useEffect, useRef } from 'react';
import { chordWords } from '../../../main/contract/chords.ts';
import { type CommandId, commands } from '../../../main/contract/commands.ts';
import { Button } from '../../ui/Button.tsx';
import { type Clash, clashOf } from './chord-clashes.ts';
import type { ChordsModel, Reach } from './chords-model.ts';
import { useRecordedChord } from './use-recorded-chord.ts';

interface ChordRecorderRowProps {
  readonly model: ChordsModel;
  readonly command: CommandId;
  readonly reach: Reach;
  readonly vsCode: ReadonlyMap<string, string>;
  readonly hasKeys: boolean;
  readonly onDone: () => void;
}

/** Takes the keys for a command by pressing them, and says what speaks against them before they count. */
export function ChordRecorderRow({ model, command, reach, vsCode, hasKeys, onDone }: ChordRecorderRowProps) {
  const field = useRef<HTMLButtonElement>(null);
  const { text, onKeyDown } = useRecordedChord(onDone);
  useEffect(() => field.current?.focus(), []);
  const { used } = model.store.getState();
  const clash = text === null ? null : clashOf({ command, reach, text, used, system: model.system, vsCode });
  const words = text === null ? 'Press the keys…' : chordWords(text, model.system);
  const put = (chord: string | null) => {
    model.set(command, reach, chord);
    onDone();
  };
  return (
    <div className="chord-recorder">
      <button
        ref={field}
        type="button"
        className="chord-field"
        aria-label={`${words} Keys for “${commands[command].title}”`}
        // Escape is for this field and not for the dialog around it.
        data-mantine-stop-propagation="true"
        onKeyDown={onKeyDown}
      >
        {words}
      </button>
      <span className="chord-said" role="status" data-level={clash?.level}>
        {sentenceOf(text, clash)}
      </span>
      <span className="chord-buttons">
        {text !== null && clash?.level !== 'refused' && (
          <Button isSmall look="primary" onClick={() => put(text)}>
            {clash === null ? 'Use' : 'Use anyway'}
          </Button>
        )}
        {hasKeys && (
          <Button isSmall look="quiet" onClick={() => put(null)}>
            No keys
          </Button>
        )}
        <Button isSmall look="quiet" onClick={onDone}>
          Cancel
        </Button>
      </span>
    </div>
  );
}

function sentenceOf(text: string | null, clash: Clash | null): string {
  if (clash !== null) return clash.sentence;
  return text === null ? 'Esc leaves it as it is.' : 'Nothing else has these keys.';
}
