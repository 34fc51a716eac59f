const partsOf = (version: string) => version.split('.').map(Number);

/** Below zero when the first version is the older one; both are three numbers, such as 4.139.1. */
export function compareVersions(first: string, second: string): number {
  const [a, b] = [partsOf(first), partsOf(second)];
  const at = a.findIndex((part, index) => part !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
