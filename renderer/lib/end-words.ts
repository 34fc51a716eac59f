/** How an instance came to its end, as far as words need it. */
export interface EndFacts {
  readonly reason: 'exited' | 'killed' | 'out-of-memory' | 'vanished' | 'host-restarted' | 'record-damaged';
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** The reason of an end in a few plain words, for a table's cell: "ran out of memory". */
export function endWords({ reason, exitCode, signal }: EndFacts): string {
  switch (reason) {
    case 'out-of-memory':
      return 'ran out of memory';
    case 'exited':
      return exitCode === null ? 'ended by itself' : `ended with exit code ${exitCode}`;
    case 'killed':
      return signal === null ? 'killed' : `killed by ${signal}`;
    case 'vanished':
      return 'its process is gone';
    case 'host-restarted':
      return 'the server restarted';
    case 'record-damaged':
      return 'its record was damaged';
  }
}

/** What the reason means and what helps, as whole sentences. */
export function endAdvice({ reason, exitCode }: EndFacts): string {
  switch (reason) {
    case 'out-of-memory':
      return 'The server had no memory left for it, or it reached its own limit. Suspend another one, or raise its limit in its settings.';
    case 'exited':
      return exitCode === 0
        ? 'It ended without an error, so something told it to. Starting it again is safe.'
        : 'Its last lines usually say why.';
    case 'killed':
      return 'Something outside of Berth ended its process. Starting it again is safe.';
    case 'vanished':
      return 'Nobody saw it end; its whole process tree is gone. Starting it again is safe.';
    case 'host-restarted':
      return 'Everything on the server ended with it. Starting it again is safe.';
    case 'record-damaged':
      return 'Berth’s own note about it could not be read, and is written anew when it starts.';
  }
}

/** The same as a predicate of a sentence that begins with the repository's name: "billing-api was killed". */
export function endPredicate(end: EndFacts): string {
  switch (end.reason) {
    case 'killed':
      return `was ${endWords(end)}`;
    case 'vanished':
      return 'crashed without a trace';
    case 'host-restarted':
      return 'ended when the server restarted';
    case 'record-damaged':
      return 'lost its record';
    default:
      return endWords(end);
  }
}
