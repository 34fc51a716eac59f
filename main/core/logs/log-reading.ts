import { z } from 'zod';
import type { Result } from '../../contract/failure.ts';
import type { LogKind } from '../../contract/logs.ts';
import type { Host } from '../host.ts';
import { cleanPiece } from '../remote/untrusted.ts';

/** The most that `log-read` tells at once, bytes. */
const mostBytes = 1_048_576;

/** What `log-read` answers. */
const logPiece = z.object({
  text: z.string().transform(cleanPiece),
  /** Where the piece begins and ends in the file. */
  offset: z.number().int().min(0),
  nextOffset: z.number().int().min(0),
  /** Of the file; another one when the log began anew. */
  run: z.string().max(256),
});
export type LogPiece = z.output<typeof logPiece>;

/** Which log, and how much of it. */
export interface LogRequest {
  readonly kind: LogKind;
  /** Of the instance; null for the other kinds. */
  readonly id: string | null;
  readonly isPrevious: boolean;
  /** How much of the end is told first. */
  readonly bytes: number;
  readonly isFollowed: boolean;
}

/** Whether the log goes on in another file when this one is long enough. A run of an instance has one file. */
export function isTurnedOver({ kind, isPrevious }: LogRequest): boolean {
  return kind !== 'instance' && !isPrevious;
}

/** A piece of a log's file. */
export interface Piece {
  readonly run: 'current' | 'previous';
  readonly from: number | 'end';
  readonly bytes: number;
}

/** Reads a piece; of a log that is not there it is empty. */
export function readPiece(
  host: Host,
  { kind, id }: LogRequest,
  { run, from, bytes }: Piece,
): Promise<Result<LogPiece>> {
  const whose = id === null ? [] : ['--id', id];
  const args = ['--kind', kind, ...whose, '--from', String(from), '--bytes', String(bytes), '--run', run];
  return host.remote.call('log-read', args, logPiece);
}

/** The end of a log: of the file, and of the one before where that is short. */
export interface LogEnd {
  readonly text: string;
  /** Whether the text begins in the middle of a line. */
  readonly isCut: boolean;
  /** Where it goes on. */
  readonly last: LogPiece;
}

/** Reads the end of a log. One more byte is asked for, which tells whether a line begins there. */
export async function readEnd(host: Host, request: LogRequest): Promise<Result<LogEnd>> {
  const bytes = Math.min(request.bytes + 1, mostBytes);
  const run = request.isPrevious ? 'previous' : 'current';
  const piece = await readPiece(host, request, { run, from: 'end', bytes });
  if (!piece.ok) return piece;
  const last = piece.value;
  const missing = bytes - last.nextOffset;
  if (last.offset > 0 || !isTurnedOver(request) || missing <= 1) return { ok: true, value: endOf([last], last) };
  const before = await readPiece(host, request, { run: 'previous', from: 'end', bytes: missing });
  return before.ok ? { ok: true, value: endOf([before.value, last], last) } : before;
}

function endOf(pieces: readonly LogPiece[], last: LogPiece): LogEnd {
  const text = pieces.map((piece) => piece.text).join('');
  return { text, isCut: (pieces[0]?.offset ?? 0) > 0, last };
}
