/** One setting; `Include` carries the files that stand in its place. */
export interface ConfigLine {
  /** In lower case. */
  readonly keyword: string;
  readonly words: readonly string[];
  /** What follows the keyword, as it is written. */
  readonly text: string;
  readonly included: readonly ConfigFile[];
}

/** One word of a `Match` line that Berth can judge. */
export interface Criterion {
  readonly kind: 'all' | 'final' | 'canonical' | 'host' | 'originalhost' | 'user' | 'localuser' | 'tagged';
  readonly isNegated: boolean;
  /** Comma-separated patterns; empty for `all`, `final` and `canonical`. */
  readonly patterns: string;
}

/** When the lines below count. */
export type Condition =
  | { readonly kind: 'always' }
  | { readonly kind: 'never' }
  | { readonly kind: 'host'; readonly patterns: readonly string[] }
  | { readonly kind: 'match'; readonly criteria: readonly Criterion[] };

/** `Host` or `Match` with the lines below it; the first block of a file has neither. */
export interface ConfigBlock {
  readonly condition: Condition;
  readonly lines: readonly ConfigLine[];
}

/** One file, read and split. */
export interface ConfigFile {
  readonly blocks: readonly ConfigBlock[];
}
