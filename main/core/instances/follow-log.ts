import { z } from 'zod';
import type { Failure, Result } from '../../contract/failure.ts';
import type { LogItem } from '../../contract/instances.ts';
import type { Host } from '../host.ts';
import type { Clock } from '../ports.ts';
import { cleanPiece } from '../remote/untrusted.ts';
import { pause } from '../streams/pause.ts';
import { waitForHost } from './wait-for-host.ts';

const pollMs = 1000;
/** What is read at once while following; more is read at once again. */
const pieceBytes = 65_536;
/** A piece ends before a character that is cut, so a full one may be shorter by three bytes. */
const fullPieceBytes = pieceBytes - 3;

/** What `instance-log` answers. */
const logPiece = z.object({
  text: z.string().transform(cleanPiece),
  nextOffset: z.number().int().min(0),
  /** Another one when the log began anew. */
  run: z.string().max(256),
});
type LogPiece = z.output<typeof logPiece>;

/** Which log, and how much of it. */
export interface LogRequest {
  readonly id: string;
  readonly bytes: number;
  readonly isFollowed: boolean;
  readonly isPrevious: boolean;
}

/** Where it is read. */
export interface LogSource {
  readonly host: Host;
  /** The host of the same profile as it counts now; connects nothing. */
  readonly lookUp: () => Promise<Result<Host>>;
  readonly clock: Clock;
}

function readPiece(host: Host, { id, isPrevious }: LogRequest, from: string, bytes: number): Promise<Result<LogPiece>> {
  const run = isPrevious ? 'previous' : 'current';
  return host.remote.call(
    'instance-log',
    ['--id', id, '--from', from, '--bytes', String(bytes), '--run', run],
    logPiece,
  );
}

/** Whether the host did not answer, which says nothing about the log. */
const isAway = ({ kind }: Failure) => kind === 'link-lost' || kind === 'timed-out';

/**
 * The end of a log, and then what is added to it. A follower waits for a host that is away, for as long as its profile
 * leads there, and goes on where it was; any other failure is the last item.
 */
export async function* followLog(
  source: LogSource,
  request: LogRequest,
  signal: AbortSignal,
): AsyncGenerator<LogItem, void, void> {
  const { host, clock } = source;
  let last: LogPiece | null = null;
  let wasAway = false;
  while (!signal.aborted) {
    const from: string = last === null ? 'end' : String(last.nextOffset);
    const piece = await readPiece(host, request, from, last === null ? request.bytes : pieceBytes);
    if (!piece.ok) {
      if (!request.isFollowed || !isAway(piece.failure)) {
        yield { type: 'failed', failure: piece.failure };
        return;
      }
      // A link that is up and yet fails again may do so for long; it is asked no more often than a log that is still.
      if (wasAway) await pause(clock, pollMs, signal);
      const isBack = yield* waitForHost(source, piece.failure, wasAway, signal);
      if (!isBack) return;
      wasAway = true;
      continue;
    }
    if (last !== null && piece.value.run !== last.run) {
      // Another run began: where to go on is a place in a log that is over.
      last = null;
      continue;
    }
    const isNew = last === null;
    const { text } = piece.value;
    // After a wait an empty piece says that the log is heard again.
    if (isNew || wasAway || text !== '') yield { type: 'text', text, isNew };
    wasAway = false;
    if (!request.isFollowed) return;
    const isMoreLikely = last !== null && piece.value.nextOffset - last.nextOffset >= fullPieceBytes;
    last = piece.value;
    if (!isMoreLikely) await pause(clock, pollMs, signal);
  }
}
