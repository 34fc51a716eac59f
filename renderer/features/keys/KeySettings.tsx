import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { ChordTable } from './ChordTable.tsx';
import type { ChordsModel } from './chords-model.ts';
import { findCommands, groupWords } from './find-commands.ts';
import { readVsCodeKeys, usesOf } from './vs-code-keys.ts';
import './keys.css';

interface KeySettingsProps {
  readonly model: ChordsModel;
  /** In a browser, an editor's frame has all of its keys. */
  readonly isDesktop: boolean;
}

/** All commands with their keys, to be looked up and changed. */
export function KeySettings({ model, isDesktop }: KeySettingsProps) {
  const { used, changed } = useStore(model.store);
  const [text, setText] = useState('');
  const vsCode = useVsCodeUses(model, isDesktop);
  const groups = findCommands(used, text, model.system);
  const changedCount = Object.keys(changed).length;
  return (
    <>
      <p className="dim">
        Choose keys in the list to change them.{' '}
        {isDesktop
          ? 'VS Code gets every key in an editor, but for those in the last column.'
          : 'Here in a browser, an editor gets every key while it has the focus.'}
      </p>
      <div className="keys-tools">
        <SearchField label="Search commands" placeholder="Command or keys" value={text} onSearch={setText} />
        <Button isSmall look="quiet" disabled={changedCount === 0} onClick={model.resetAll}>
          Reset all keys
        </Button>
      </div>
      <div>
        {groups.map(({ group, rows }) => (
          <ChordTable
            key={group}
            model={model}
            caption={groupWords[group]}
            rows={rows}
            vsCode={vsCode}
            isDesktop={isDesktop}
          />
        ))}
        {groups.length === 0 && (
          <p className="dim" role="status">
            No command matches.
          </p>
        )}
      </div>
    </>
  );
}

/** What VS Code does with each chord; empty until it is read, and where no chord is kept from it. */
function useVsCodeUses({ system }: ChordsModel, isDesktop: boolean): ReadonlyMap<string, string> {
  const [uses, setUses] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    if (!isDesktop) return;
    let isGone = false;
    void readVsCodeKeys(system).then((keys) => {
      if (!isGone) setUses(usesOf(keys));
    });
    return () => {
      isGone = true;
    };
  }, [system, isDesktop]);
  return uses;
}
