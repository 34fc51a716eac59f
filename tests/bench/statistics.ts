/** The value below which this share of the samples lies (nearest rank); throws without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('there are no samples to summarise');
  return value;
}

/** The middle sample; the mean of the two middle ones when their number is even. */
export function median(samples: readonly number[]): number {
  return (percentile(samples, 0.5) + percentile(samples, (samples.length + 1) / (2 * samples.length))) / 2;
}
