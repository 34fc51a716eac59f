/** A tooltip that names the keys, where there are some. */
export function withKeys(words: string, keys: string): string {
  return keys === '' ? words : `${words} (${keys})`;
}
