/** Below zero when the first version is the older one; only their numbers count. */
export function compareVersions(first: string, second: string): number {
  const partsOf = (text: string) => text.split(/\D+/).map(Number);
  const [a, b] = [partsOf(first), partsOf(second)];
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
