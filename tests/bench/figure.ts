/** A promise and whether this run kept it. */
export interface Verdict {
  /** As a reader says it: `≤ 1.15 × peer`. */
  readonly promise: string;
  readonly isMet: boolean;
}

/** The same thing done by somebody else in the same rounds. */
export interface PeerFigure {
  readonly name: string;
  readonly value: number;
  /** Ours divided by the peer's: the median of the rounds' own ratios, since the machine's load changes between rounds. */
  readonly ratio: number;
  readonly rounds: readonly number[];
}

/** One line of a benchmark's table. */
export interface Figure {
  readonly what: string;
  readonly unit: 'ms' | 's' | 'MB/s' | 'MB' | 'kB' | '%';
  /** Median of the rounds. */
  readonly value: number;
  readonly rounds: readonly number[];
  readonly peer: PeerFigure | null;
  readonly verdict: Verdict | null;
}

/** One benchmark: sets up, measures, cleans up. Throws when it cannot measure; being slow is no failure. */
export interface Benchmark {
  readonly name: string;
  run(say: (line: string) => void): Promise<readonly Figure[]>;
}
