import { z } from 'zod';
import type { Result } from '../../contract/failure.ts';
import type { LogItem } from '../../contract/instances.ts';
import type { Host } from '../host.ts';
import type { Clock } from '../ports.ts';
import { cleanPiece } from '../remote/untrusted.ts';
import { pause } from '../streams/pause.ts';

const pollMs = 1000;
/** What is read at once while following; more is read at once again. */
const pieceBytes = 65_536;
/** A piece ends before a character that is cut, so a full one may be shorter by three bytes. */
const fullPieceBytes = pieceBytes - 3;
/** How long a follower waits for a lost link before it looks whether the link is still being tried. */
const linkPatienceMs = 60_000;

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

function readPiece(host: Host, { id, isPrevious }: LogRequest, from: string, bytes: number): Promise<Result<LogPiece>> {
  const run = isPrevious ? 'previous' : 'current';
  return host.remote.call(
    'instance-log',
    ['--id', id, '--from', from, '--bytes', String(bytes), '--run', run],
    logPiece,
  );
}

/** Whether the link is up again, however long it takes; not when nobody tries any more, or the follower went away. */
async function linkReturns({ link }: Host, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if ((await link.whenConnected(linkPatienceMs)).ok) return true;
    if (link.status().state !== 'reconnecting') return false;
  }
  return false;
}

/**
 * The end of a log, and then what is added to it. A lost link is told, and waited for where it is being tried again;
 * any other failure is the last item.
 */
export async function* followLog(
  host: Host,
  clock: Clock,
  request: LogRequest,
  signal: AbortSignal,
): AsyncGenerator<LogItem, void, void> {
  let last: LogPiece | null = null;
  let wasLost = false;
  while (!signal.aborted) {
    const from: string = last === null ? 'end' : String(last.nextOffset);
    const piece = await readPiece(host, request, from, last === null ? request.bytes : pieceBytes);
    if (!piece.ok) {
      yield { type: 'failed', failure: piece.failure };
      const isLinkLost = piece.failure.kind === 'link-lost' && request.isFollowed;
      if (!isLinkLost || !(await linkReturns(host, signal))) return;
      // A link that is up and yet fails again may do so for long; it is asked no more often than a log that is still.
      if (wasLost) await pause(clock, pollMs, signal);
      wasLost = true;
      continue;
    }
    if (last !== null && piece.value.run !== last.run) {
      // Another run began: where to go on is a place in a log that is over.
      last = null;
      continue;
    }
    const isNew = last === null;
    const { text } = piece.value;
    // After a failure an empty piece says that the log is heard again.
    if (isNew || wasLost || text !== '') yield { type: 'text', text, isNew };
    wasLost = false;
    if (!request.isFollowed) return;
    const isMoreLikely = last !== null && piece.value.nextOffset - last.nextOffset >= fullPieceBytes;
    last = piece.value;
    if (!isMoreLikely) await pause(clock, pollMs, signal);
  }
}
