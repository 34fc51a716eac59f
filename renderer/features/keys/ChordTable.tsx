import { RotateCcw } from 'lucide-react';
import { Fragment, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { chordWords } from '../../../main/contract/chords.ts';
import { type CommandId, commands, type UsedChords } from '../../../main/contract/commands.ts';
import { IconButton } from '../../ui/Button.tsx';
import { ChordRecorderRow } from './ChordRecorderRow.tsx';
import type { ChordsModel, Reach } from './chords-model.ts';
import './keys.css';

interface ChordTableProps {
  readonly model: ChordsModel;
  readonly caption: string;
  readonly rows: readonly UsedChords[];
  readonly vsCode: ReadonlyMap<string, string>;
  /** In a browser, no keys of Berth count in an editor. */
  readonly isDesktop: boolean;
}

/** Commands with their keys; a press on keys lets them be pressed anew. */
export function ChordTable({ model, caption, rows, vsCode, isDesktop }: ChordTableProps) {
  const changed = useStore(model.store, (state) => state.changed);
  const [asked, setAsked] = useState<{ readonly command: CommandId; readonly reach: Reach } | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const done = () => {
    setAsked(null);
    // The field that goes away had the focus.
    opener.current?.focus();
  };
  return (
    <table className="table chord-table">
      <caption className="hidden-text">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{caption}</th>
          <th scope="col" className="chord-column">
            In Berth
          </th>
          <th scope="col" className="chord-column">
            {isDesktop ? 'In editors too' : 'Or by'}
          </th>
          <th scope="col" className="chord-reset">
            <span className="hidden-text">Reset</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Fragment key={row.command}>
            <tr data-testid={`keys-${row.command}`}>
              <th scope="row">{commands[row.command].title}</th>
              {(['onPage', 'everywhere'] as const).map((reach) => (
                <td key={reach}>
                  <ChordButton
                    words={row[reach] === null ? null : chordWords(row[reach], model.system)}
                    label={`Keys for “${commands[row.command].title}” ${reachWords[isDesktop ? reach : 'onPage']}`}
                    isAsked={asked?.command === row.command && asked.reach === reach}
                    onAsk={(button) => {
                      opener.current = button;
                      setAsked({ command: row.command, reach });
                    }}
                  />
                </td>
              ))}
              <td className="chord-reset">
                {changed[row.command] !== undefined && (
                  <IconButton
                    label={`Reset the keys for “${commands[row.command].title}”`}
                    onClick={({ currentTarget }) => {
                      currentTarget.closest('tr')?.querySelector('button')?.focus();
                      model.reset(row.command);
                    }}
                  >
                    <RotateCcw size={13} aria-hidden="true" />
                  </IconButton>
                )}
              </td>
            </tr>
            {asked?.command === row.command && (
              <tr className="chord-asked">
                <td colSpan={4}>
                  <ChordRecorderRow
                    key={asked.reach}
                    model={model}
                    command={row.command}
                    reach={asked.reach}
                    vsCode={vsCode}
                    hasKeys={row[asked.reach] !== null}
                    onDone={done}
                  />
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

const reachWords: Readonly<Record<Reach, string>> = { onPage: 'in Berth', everywhere: 'in editors too' };

interface ChordButtonProps {
  /** The keys as they are printed; null where there are none. */
  readonly words: string | null;
  readonly label: string;
  readonly isAsked: boolean;
  readonly onAsk: (button: HTMLButtonElement) => void;
}

function ChordButton({ words, label, isAsked, onAsk }: ChordButtonProps) {
  return (
    <button
      type="button"
      className="chord-button"
      aria-label={`${label}: ${words ?? 'none'}`}
      aria-expanded={isAsked}
      onClick={({ currentTarget }) => onAsk(currentTarget)}
    >
      {words === null ? <span className="chord-none">–</span> : <kbd className="key">{words}</kbd>}
    </button>
  );
}
