import type { Failure, Result } from '../../contract/failure.ts';
import type { LogItem } from '../../contract/logs.ts';
import type { Host } from '../host.ts';
import { beginRedaction, endRedaction, type Redaction, redactPiece, restOfLine } from '../remote/redaction/redact.ts';
import { pause } from '../streams/pause.ts';
import type { LinkWait } from '../until-linked.ts';
import { isTurnedOver, type LogPiece, type LogRequest, readEnd, readPiece } from './log-reading.ts';
import { waitForHost } from './wait-for-host.ts';

const pollMs = 1000;
/** What is read at once while following; more is read at once again. */
const pieceBytes = 65_536;
/** A piece ends before a character that is cut, so a full one may be shorter by three bytes. */
const fullPieceBytes = pieceBytes - 3;
/** After so many looks that found nothing, a line without an end is told as far as it is. */
const quietLooks = 3;

/** Whether the host did not answer, which says nothing about the log. */
const isAway = ({ kind }: Failure) => kind === 'link-lost' || kind === 'timed-out';

/** Where the reading is. */
interface Place {
  /** The file before, while the rest of what was turned over is read. */
  readonly run: 'current' | 'previous';
  /** The last piece of that file; null before the first one of a file that nothing was read of. */
  readonly last: LogPiece | null;
}

/** One look at a log. */
interface Look {
  readonly place: Place | null;
  readonly redaction: Redaction;
  readonly text: string;
  readonly isNew: boolean;
  /** More is there already, or the next look is at another file. */
  readonly isMoreLikely: boolean;
}

async function lookAtEnd(host: Host, request: LogRequest): Promise<Result<Look>> {
  const end = await readEnd(host, request);
  if (!end.ok) return end;
  const { text, isCut, last } = end.value;
  const run = request.isPrevious ? 'previous' : 'current';
  const told = redactPiece(beginRedaction({ isCut }), text);
  return { ok: true, value: { ...told, place: { run, last }, isNew: true, isMoreLikely: false } };
}

/** Whether a piece does not go on where the last one of this file ended. */
function isOther(piece: LogPiece, last: LogPiece | null): boolean {
  return last !== null && (piece.run !== last.run || piece.nextOffset < last.nextOffset);
}

async function lookOn(host: Host, request: LogRequest, place: Place, redaction: Redaction): Promise<Result<Look>> {
  const { run, last } = place;
  const piece = await readPiece(host, request, { run, from: last?.nextOffset ?? 0, bytes: pieceBytes });
  if (!piece.ok) return piece;
  const { value } = piece;
  const nothing = { redaction, text: '', isNew: false, isMoreLikely: true };
  if (isOther(value, last)) {
    // What was turned over has its rest in the file before. Anything else began anew, and the place is one in a log that is over.
    const isTurned = run === 'current' && value.run !== last?.run && isTurnedOver(request);
    return { ok: true, value: { ...nothing, place: isTurned ? { run: 'previous', last } : null } };
  }
  const told = redactPiece(redaction, value.text);
  const readBytes = value.nextOffset - (last?.nextOffset ?? 0);
  if (run === 'previous' && !request.isPrevious && readBytes < fullPieceBytes) {
    return { ok: true, value: { ...told, place: { run: 'current', last: null }, isNew: false, isMoreLikely: true } };
  }
  const isMoreLikely = readBytes >= fullPieceBytes;
  return { ok: true, value: { ...told, place: { run, last: value }, isNew: false, isMoreLikely } };
}

/**
 * The end of a log, and then what is added to it, without its secrets. A follower waits for a host that is away, for as long
 * as its profile leads there, and goes on where it was; any other failure is the last item.
 */
export async function* followLog(
  source: LinkWait,
  request: LogRequest,
  signal: AbortSignal,
): AsyncGenerator<LogItem, void, void> {
  const { host, clock } = source;
  let place: Place | null = null;
  let redaction = beginRedaction({ isCut: false });
  let wasAway = false;
  let quietCount = 0;
  while (!signal.aborted) {
    const looked: Result<Look> =
      place === null ? await lookAtEnd(host, request) : await lookOn(host, request, place, redaction);
    if (!looked.ok) {
      if (!request.isFollowed || !isAway(looked.failure)) {
        yield { type: 'failed', failure: looked.failure };
        return;
      }
      // A link that is up and yet fails again may do so for long; it is asked no more often than a log that is still.
      if (wasAway) await pause(clock, pollMs, signal);
      const isBack = yield* waitForHost(source, looked.failure, wasAway, signal);
      if (!isBack) return;
      wasAway = true;
      continue;
    }
    const look: Look = looked.value;
    ({ place, redaction } = look);
    if (!request.isFollowed) {
      yield { type: 'text', text: look.text + endRedaction(redaction), isNew: look.isNew };
      return;
    }
    let { text } = look;
    quietCount = text === '' ? quietCount + 1 : 0;
    if (quietCount >= quietLooks) {
      const rest = restOfLine(redaction);
      if (rest !== null) ({ redaction, text } = rest);
    }
    // After a wait an empty piece says that the log is heard again.
    if (look.isNew || wasAway || text !== '') yield { type: 'text', text, isNew: look.isNew };
    wasAway = false;
    if (!look.isMoreLikely) await pause(clock, pollMs, signal);
  }
}
