/**
 * How long to wait before the next attempt, milliseconds: the step of the attempt (the last one repeats for ever), plus or
 * minus a fifth, so that many links lost at once do not come back at once. `random` is 0 to 1.
 */
export function backOffMs(steps: readonly number[], attemptCount: number, random: number): number {
  const step = steps[Math.min(attemptCount, steps.length - 1)] ?? 0;
  return Math.round(step * (0.8 + 0.4 * random));
}
