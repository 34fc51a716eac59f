import { useState } from 'react';
import type { CleanupItem } from '../../../main/contract/cleanup.ts';
import { countOf } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { CleanupItemLine } from './CleanupItemLine.tsx';
import { PAGE_LENGTH } from './tree-rows.ts';

interface CleanupOptionalProps {
  readonly items: readonly CleanupItem[];
  readonly ticked: ReadonlySet<string>;
  readonly addedKeys: ReadonlySet<string>;
  readonly onTick: (key: string, isTicked: boolean) => void;
}

/** What is not Berth's: it stays unless it is ticked, one by one. */
export function CleanupOptional({ items, ticked, addedKeys, onTick }: CleanupOptionalProps) {
  const [shownCount, setShownCount] = useState(PAGE_LENGTH);
  if (items.length === 0) return null;
  return (
    <fieldset className="cleanup-optional">
      <legend>Not started by Berth</legend>
      <p className="warn">These stay unless you tick them. Somebody may be working in them.</p>
      <ul>
        {items.slice(0, shownCount).map((item) => (
          <li key={item.key}>
            <label>
              <input
                type="checkbox"
                checked={ticked.has(item.key)}
                disabled={item.obstacle !== null}
                onChange={({ currentTarget }) => onTick(item.key, currentTarget.checked)}
              />
              <CleanupItemLine item={item} hasKind={false} isAdded={addedKeys.has(item.key)} />
            </label>
          </li>
        ))}
      </ul>
      {items.length > shownCount && (
        <Button isSmall look="quiet" onClick={() => setShownCount(shownCount * 4)}>
          Show more, {countOf(items.length - shownCount, 'item')} not shown yet
        </Button>
      )}
    </fieldset>
  );
}
