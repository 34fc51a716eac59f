import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';

/** Draws what is seen and one more line, wherever it is. */
export function rangeWith(index: number): (range: Range) => number[] {
  return (range) => {
    const seen = defaultRangeExtractor(range);
    const [first = 0] = seen;
    const last = seen.at(-1) ?? -1;
    if (index >= range.count || (index >= first && index <= last)) return seen;
    return index < first ? [index, ...seen] : [...seen, index];
  };
}
