import type { FileHandle } from 'node:fs/promises';
import type { Failure } from '../../../contract/failure.ts';
import type { Clock, CodeServerArchive, FetchFromWeb } from '../../ports.ts';
import { cleanLine } from '../../remote/untrusted.ts';
import { unlessAborted } from '../../streams/unless-aborted.ts';
import { downloadFailed, otherFileOffered } from './failures.ts';

/** What a download needs of this machine. */
export interface DownloadParts {
  readonly fetch: FetchFromWeb;
  readonly clock: Clock;
}

/** How a download is to be made. */
export interface DownloadOptions {
  /** Called with how many bytes are there. */
  readonly onBytes: (byteCount: number) => void;
  /** Called when it is asked for again after a rest, and why. */
  readonly onWait: (why: string, restMs: number) => void;
  /** An abort rejects with its reason; what is there stays. */
  readonly signal: AbortSignal;
}

const stallMs = 30_000;

/** What one request came to; after `cut` and `busy` it may be asked for again from where it is. */
export type RequestOutcome =
  | { readonly kind: 'complete' }
  | { readonly kind: 'cut'; readonly why: string }
  /** The server has too much to do; how long it wants to be left alone, 0 where it does not say. */
  | { readonly kind: 'busy'; readonly why: string; readonly restMs: number }
  | { readonly kind: 'refused'; readonly failure: Failure };
type Refused = Extract<RequestOutcome, { kind: 'refused' }>;

/** Answers that may be another one in a while. */
const busyStatuses: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** What `fetch` and a body say when the network fails: the cause is what helps. */
function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  const told = cause instanceof Error ? cause : error;
  return cleanLine(told instanceof Error ? told.message : String(told), 300);
}

/** Where the bytes of an answer begin; null when it is not what was asked for. */
function beginOf(response: Response, offset: number): number | null {
  if (response.status === 200) return 0;
  if (response.status !== 206) return null;
  const begin = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  return begin === String(offset) ? offset : null;
}

/** How long a server wants to be left alone: it says so in seconds, or as a date. */
function restOf(response: Response, nowMs: number): number {
  const text = response.headers.get('retry-after') ?? '';
  const restMs = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(restMs) ? 0 : Math.max(0, restMs);
}

function checkAnswer(archive: CodeServerArchive, response: Response, begin: number | null): Refused | null {
  if (new URL(archive.url).protocol === 'https:' && new URL(response.url || archive.url).protocol !== 'https:') {
    return { kind: 'refused', failure: downloadFailed(archive, 'it leads to an address without encryption').failure };
  }
  if (begin === null) {
    return { kind: 'refused', failure: downloadFailed(archive, `the answer was ${response.status}`).failure };
  }
  const length = response.headers.get('content-length');
  const isWhole = length === null || Number(length) === archive.sizeBytes - begin;
  return isWhole ? null : { kind: 'refused', failure: otherFileOffered(archive).failure };
}

/** Writes a body from `at` on, each piece to its own place, so that two that do it at once write the same file. */
async function writeBody(
  body: ReadableStream<Uint8Array>,
  file: FileHandle,
  archive: CodeServerArchive,
  begin: number,
  onBytes: (byteCount: number) => void,
  signal: AbortSignal,
): Promise<RequestOutcome> {
  let at = begin;
  const reader = body.getReader();
  try {
    for (;;) {
      // Not every body that nothing comes from ends with the signal of its request.
      const piece = await unlessAborted(reader.read(), signal).catch((error: unknown) => reasonOf(error));
      if (typeof piece === 'string') return { kind: 'cut', why: piece };
      if (piece.done) break;
      if (at + piece.value.length > archive.sizeBytes) {
        return { kind: 'refused', failure: otherFileOffered(archive).failure };
      }
      await file.write(piece.value, 0, piece.value.length, at);
      at += piece.value.length;
      onBytes(at);
    }
  } finally {
    // What is not wanted any more ends as it can.
    reader.cancel().catch(() => {});
  }
  return at === archive.sizeBytes ? { kind: 'complete' } : { kind: 'cut', why: 'the answer ended early' };
}

/** Asks once for an archive, from `offset` on where the server can do that, and writes what comes to its place in the file. */
export async function requestArchive(
  { fetch, clock }: DownloadParts,
  archive: CodeServerArchive,
  file: FileHandle,
  offset: number,
  { onBytes, signal }: DownloadOptions,
): Promise<RequestOutcome> {
  const stall = new AbortController();
  let stopTimer = clock.after(stallMs, () => stall.abort(new Error('nothing came for 30 seconds')));
  const stillMoves = (byteCount: number) => {
    stopTimer();
    stopTimer = clock.after(stallMs, () => stall.abort(new Error('nothing came for 30 seconds')));
    onBytes(byteCount);
  };
  const isOver = AbortSignal.any([signal, stall.signal]);
  // Without this a server may pack it once more, and what is measured is then another file.
  const headers = { 'accept-encoding': 'identity', ...(offset > 0 ? { range: `bytes=${offset}-` } : {}) };
  try {
    let response: Response;
    try {
      response = await fetch(archive.url, {
        headers,
        signal: isOver,
        // Chromium would keep a copy of its own, and send what other pages left.
        cache: 'no-store',
        credentials: 'omit',
      });
    } catch (error) {
      return { kind: 'cut', why: reasonOf(error) };
    }
    if (busyStatuses.has(response.status)) {
      response.body?.cancel().catch(() => {});
      return { kind: 'busy', why: `the answer was ${response.status}`, restMs: restOf(response, clock.nowMs()) };
    }
    const begin = beginOf(response, offset);
    const refused = checkAnswer(archive, response, begin);
    if (refused !== null || response.body === null || begin === null) {
      response.body?.cancel().catch(() => {});
      return refused ?? { kind: 'cut', why: 'the answer was empty' };
    }
    return await writeBody(response.body, file, archive, begin, stillMoves, isOver);
  } finally {
    stopTimer();
  }
}
