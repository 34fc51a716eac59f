/** The part of `localStorage` that is used. */
export type PageStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** What tells whether a value is of a shape: a zod schema. */
interface Shape<T> {
  safeParse(value: unknown): { readonly data?: T | undefined };
}

/** What the page kept under a key; null when there is nothing, or nothing of this shape. */
export function readStored<T>(storage: PageStorage, key: string, shape: Shape<T>): T | null {
  const text = storage.getItem(key);
  if (text === null) return null;
  try {
    return shape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // No JSON: somebody else wrote it.
    return null;
  }
}

/** Keeps a value for the next time; a storage that is full or forbidden only costs the memory of it. */
export function writeStored<T>(storage: PageStorage, key: string, value: T): void {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // Private windows and full disks refuse; the page works the same without.
  }
}
