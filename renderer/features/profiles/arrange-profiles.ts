/** The order after a profile was put before the one that is at `index` now, or to the end. */
export function moveTo(ids: readonly string[], id: string, index: number): readonly string[] {
  const from = ids.indexOf(id);
  if (from < 0) return ids;
  const rest = ids.toSpliced(from, 1);
  return rest.toSpliced(index > from ? index - 1 : index, 0, id);
}

/** The order after one step up (-1) or down (1); at the ends nothing moves. */
export function moveBy(ids: readonly string[], id: string, step: -1 | 1): readonly string[] {
  const from = ids.indexOf(id);
  const target = from + step;
  if (from < 0 || target < 0 || target >= ids.length) return ids;
  return moveTo(ids, id, step === 1 ? target + 1 : target);
}
