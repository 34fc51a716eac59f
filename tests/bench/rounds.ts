/**
 * Measures every contestant once per round, each round in another order, so that no one always runs in the wake of
 * the same other. One round before the counted ones warms everything up. Returns each one's results in round order.
 */
export async function alternate<Name extends string, T>(
  roundCount: number,
  contestants: Readonly<Record<Name, () => Promise<T>>>,
): Promise<Record<Name, T[]>> {
  const names = Object.keys(contestants) as Name[];
  const results = Object.fromEntries(names.map((name): [Name, T[]] => [name, []])) as Record<Name, T[]>;
  for (let round = -1; round < roundCount; round += 1) {
    const first = Math.max(0, round) % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const result = await contestants[name]();
      if (round >= 0) results[name].push(result);
    }
  }
  return results;
}

/** How long an action takes, milliseconds. */
export async function timeMs(action: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await action();
  return performance.now() - startedAtMs;
}
