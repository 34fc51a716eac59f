import type { CleanupItem } from '../../../main/contract/cleanup.ts';

/** How a list differs from the one before it. */
export interface ListChanges {
  /** Keys of the items that were not there before. */
  readonly addedKeys: ReadonlySet<string>;
  /** The items that are not there any more. */
  readonly gone: readonly CleanupItem[];
}

/** Compares by key: the same thing has the same key in every list. */
export function listChanges(before: readonly CleanupItem[], after: readonly CleanupItem[]): ListChanges {
  const known = new Set(before.map(({ key }) => key));
  const there = new Set(after.map(({ key }) => key));
  return {
    addedKeys: new Set([...there].filter((key) => !known.has(key))),
    gone: before.filter(({ key }) => !there.has(key)),
  };
}
