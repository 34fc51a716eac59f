import { countOf } from '../../lib/format.ts';
import { Notice } from '../../ui/Notice.tsx';
import type { ListChanges } from './list-changes.ts';

/** So many of the items that are gone are named. */
const shownCount = 5;

/** Says that another list was found than the one that was agreed to, and how it differs. */
export function ChangedList({ changes: { addedKeys, gone } }: { readonly changes: ListChanges }) {
  const differences = [
    addedKeys.size > 0 ? `${countOf(addedKeys.size, 'item')} came up` : '',
    gone.length > 0 ? `${countOf(gone.length, 'item')} went away` : '',
  ].filter(Boolean);
  return (
    <Notice tone="warn" isLive>
      <p>
        <b>The list changed while you looked at it, so nothing was removed.</b>{' '}
        {differences.join(', ') || 'The items are the same, their state is not'}. Please look again.
      </p>
      {gone.length > 0 && (
        <ul className="cleanup-gone mono">
          {gone.slice(0, shownCount).map(({ key, target }) => (
            <li key={key}>
              <s>{target}</s>
            </li>
          ))}
          {gone.length > shownCount && <li>and {gone.length - shownCount} more</li>}
        </ul>
      )}
    </Notice>
  );
}
