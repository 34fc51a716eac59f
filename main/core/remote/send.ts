import type { z } from 'zod';
import type { Result } from '../../contract/failure.ts';
import type { Clock } from '../ports.ts';
import { pause } from '../streams/pause.ts';
import { unlessAborted } from '../streams/unless-aborted.ts';
import { parseAnswer, type RawAnswer } from './document.ts';
import type { RemoteSource } from './remote.ts';
import { endedEarly, scriptFailed, timedOut } from './script-failures.ts';
import type { ScriptSession } from './script-session.ts';

/** One command that takes bytes, to be run on a session of the mode `receive`. */
export interface SendRequest<T extends z.ZodType> {
  readonly command: string;
  readonly args: readonly string[];
  readonly value: T;
  readonly source: RemoteSource;
  /** How much may be on its way; what an editor on the same link sends has to wait behind it. */
  readonly mostUnderwayBytes: number;
  /** How long nothing may move. */
  readonly stallMs: number;
  readonly onSent: (sentBytes: number) => void;
  readonly signal: AbortSignal | undefined;
}

/** Nobody is told when a host has taken something, so it is looked at. */
const lookMs = 10;

/** From where on a host wants the bytes: what follows `BERTH <nonce> receive `; null when no honest host says that. */
function offsetOf(text: string, byteCount: number): number | null {
  const offset = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  return offset <= byteCount ? offset : null;
}

/** Sends what a command wants to have over its session, as fast as the host takes it, and parses its one document. */
export async function send<T extends z.ZodType>(
  session: ScriptSession,
  clock: Clock,
  { command, args, value, source, mostUnderwayBytes, stallMs, onSent, signal }: SendRequest<T>,
): Promise<Result<z.output<T>>> {
  const marker = `BERTH ${session.nonce} receive `;
  // Settled from here: the source broke, the host wants what is not there, or nothing moves any more.
  const early = Promise.withResolvers<Result<RawAnswer>>();
  let stopTimer = () => {};
  let isOver = false;
  const stillMoves = () => {
    stopTimer();
    if (isOver) return;
    stopTimer = clock.after(stallMs, () => early.resolve(timedOut(command, stallMs)));
  };
  const sendFrom = async (offset: number) => {
    let sentBytes = offset;
    for await (const chunk of source.open(offset)) {
      if (!(await session.pour(chunk))) return;
      while (session.underwayBytes > mostUnderwayBytes && !session.hasEnded) await pause(clock, lookMs);
      sentBytes += chunk.length;
      stillMoves();
      onSent(sentBytes);
    }
    session.endInput();
  };
  let isAsked = false;
  const onLine = (line: string) => {
    if (isAsked || !line.startsWith(marker)) return;
    isAsked = true;
    const offset = offsetOf(line.slice(marker.length), source.byteCount);
    if (offset !== null) sendFrom(offset).catch(early.reject);
    else early.resolve(scriptFailed(command, { document: line, log: '' }, 'it wants to have what is not there'));
  };
  stillMoves();
  const asked = session.ask(command, args, onLine, (end) => endedEarly(command, end));
  try {
    const raw = await unlessAborted(Promise.race([asked.outcome, early.promise]), signal);
    return raw.ok ? parseAnswer(command, raw.value, value) : raw;
  } finally {
    isOver = true;
    stopTimer();
    session.close();
  }
}
