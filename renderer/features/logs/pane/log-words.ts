import type { LogKind } from '../../../../main/contract/logs.ts';

/** What a log without lines is like. */
export interface EmptyLog {
  readonly kind: LogKind;
  readonly isWaiting: boolean;
  readonly isAway: boolean;
  readonly isPrevious: boolean;
  readonly isFiltered: boolean;
  readonly hasLines: boolean;
}

const teaching: Readonly<Record<LogKind, string>> = {
  instance: 'This run has printed nothing yet. What it prints appears here by itself.',
  operations:
    'Nothing was changed on this server yet. Every start, stop, setting and cleanup is noted here, with who asked for it and how it ended.',
  'nginx-access':
    'No requests yet. nginx runs while an editor does, and notes each request here, without what stands behind a “?”.',
  'nginx-error': 'nginx has complained about nothing. It says here why an address of an editor cannot be reached.',
  keeper:
    'The keeper did nothing by itself. While editors run, it starts crashed ones again and puts idle ones to sleep.',
};

/** What is said in the place of lines. */
export function emptyWords({ kind, isWaiting, isAway, isPrevious, isFiltered, hasLines }: EmptyLog): string {
  if (isAway && !hasLines) return 'Waiting for the server. The log is read as soon as it is back.';
  if (isWaiting) return 'Reading the log…';
  if (isFiltered && hasLines) return 'No line holds this.';
  return isPrevious ? 'There was no run before this one, or it printed nothing.' : teaching[kind];
}

/** What the logs of a whole host are called. */
export const kindNames: Readonly<Record<Exclude<LogKind, 'instance'>, string>> = {
  operations: 'What Berth did',
  'nginx-access': 'nginx requests',
  'nginx-error': 'nginx errors',
  keeper: 'Keeper',
};
