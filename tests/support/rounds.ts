const isFull = () => process.env.BERTH_ENDURANCE === 'full';

/** How often an endurance test goes round: what the environment says, all of them for `full`, else a few. */
export function rounds(variable: string, few: number, all: number): number {
  const chosen = process.env[variable] ?? '';
  if (chosen === '') return isFull() ? all : few;
  const count = Number(chosen);
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`${variable} must be a whole number above 0, not ${chosen}`);
  return count;
}

/** Of many cases that differ only by a number or a name, every so-manieth; all of them for `full`. */
export function everyOf<T>(step: number, cases: readonly T[]): T[] {
  return cases.filter((_, index) => isFull() || index % step === 0);
}
