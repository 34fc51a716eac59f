/** The sizes that a page is drawn in, times its usual one; those of Chromium that a screen has room for. */
const factors = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

/** Two factors that are nearer are the same, because Chromium keeps them as a power of 1.2. */
const nearness = 0.01;

/** The next larger or smaller size, or the usual one. */
export function stepZoom(factor: number, step: 'in' | 'out' | 'reset'): number {
  if (step === 'reset') return 1;
  if (step === 'in') return factors.find((next) => next > factor + nearness) ?? factors.at(-1) ?? 1;
  return factors.findLast((next) => next < factor - nearness) ?? factors[0];
}
