/** Everything the page keeps begins so. */
const ownPrefix = 'berth.';

/** Forgets all that the page keeps for the next time. */
export function forgetPageSettings(storage: Storage): void {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index));
  for (const key of keys) if (key?.startsWith(ownPrefix)) storage.removeItem(key);
}
