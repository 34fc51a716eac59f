import { TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { countOf } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { ChangedList } from './ChangedList.tsx';
import { CleanupOptional } from './CleanupOptional.tsx';
import { CleanupTree } from './CleanupTree.tsx';
import { CleanupWarnings } from './CleanupWarnings.tsx';
import { type CleanupModel, type CleanupState, doesGo } from './cleanup-model.ts';
import { sizesOf, sizeWords } from './cleanup-sizes.ts';
import { cleanupGroups } from './cleanup-tree.ts';

interface CleanupListProps {
  readonly model: CleanupModel;
  readonly state: Extract<CleanupState, { phase: 'listed' }>;
  readonly hostName: string;
  readonly nameOf: (instanceId: string) => string;
}

const noKeys: ReadonlySet<string> = new Set();

/** The list to agree to. */
export function CleanupList({ model, state, hostName, nameOf }: CleanupListProps) {
  const { preview, ticked, changes, level } = state;
  const { items, warnings } = preview;
  // The names of repositories may be told again any second; the list itself stands.
  const [names] = useState(() => nameOf);
  const groups = useMemo(
    () =>
      cleanupGroups(
        items.filter(({ isOptional }) => !isOptional),
        names,
      ),
    [items, names],
  );
  const optional = useMemo(() => items.filter(({ isOptional }) => isOptional), [items]);
  const going = useMemo(() => items.filter((item) => doesGo(item, ticked)), [items, ticked]);
  const [typed, setTyped] = useState('');
  const isTyped = level !== 'everything' || typed.trim() === hostName;
  const addedKeys = changes?.addedKeys ?? noKeys;
  const size = sizeWords(sizesOf(going));
  return (
    <>
      {changes !== null && <ChangedList changes={changes} />}
      {items.length === 0 ? <NothingLeft /> : <CleanupWarnings warnings={warnings} level={level} />}
      {groups.length > 0 && <CleanupTree groups={groups} label="What will be removed" addedKeys={addedKeys} />}
      {groups.length === 0 && optional.length > 0 && <p>Nothing of Berth’s is left over.</p>}
      <CleanupOptional items={optional} ticked={ticked} addedKeys={addedKeys} onTick={model.tick} />
      <div className="cleanup-foot">
        {level === 'everything' && going.length > 0 && (
          <TextInput
            label={`Type ${hostName} to confirm: there is no way back to these settings and extensions`}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        )}
        <div className="dialog-actions">
          {items.length === 0 ? (
            <Button look="primary" onClick={model.close}>
              Close
            </Button>
          ) : (
            <>
              <Button onClick={model.close}>Cancel</Button>
              <Button look="danger" disabled={going.length === 0 || !isTyped} onClick={() => void model.run()}>
                {going.length === 0 ? 'Nothing to remove' : `Remove ${countOf(going.length, 'item')}`}
                {size !== '' && `, ${size}`}
              </Button>
            </>
          )}
        </div>
      </div>
    </>
  );
}

function NothingLeft() {
  return (
    <div className="cleanup-empty" role="status">
      <h3>Nothing is left over</h3>
      <p className="dim">
        Every process, port, socket and folder of Berth on this server belongs to an editor you have. When an editor
        crashes or a repository goes away, what it leaves is listed here.
      </p>
    </div>
  );
}
