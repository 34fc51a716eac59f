/** What one check found. */
export interface CheckOutcome {
  /** How many things it looked at; zero is a failure, because a check that looked at nothing proves nothing. */
  readonly count: number;
  readonly isOk: boolean;
  /** What to read when it failed; may hold a remark when it did not. */
  readonly output: string;
  /** Figures worth a place on the check's line. */
  readonly remark?: string;
}

/** One check of the source. */
export interface Check {
  readonly name: string;
  /** What is counted, in plural. */
  readonly things: string;
  run(): Promise<CheckOutcome>;
}

/** The outcome of a check that collects problems, one per line. */
export function outcomeOf(count: number, problems: readonly string[], remark?: string): CheckOutcome {
  const isOk = problems.length === 0;
  return { count, isOk, output: problems.join('\n'), ...(remark === undefined ? {} : { remark }) };
}
