import { z } from 'zod';
import type { Failure, Result } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';
import type { Clock } from '../ports.ts';
import type { Link } from '../ssh/link.ts';
import { pause } from '../streams/pause.ts';
import { unlessAborted } from '../streams/unless-aborted.ts';
import { calledOff, type ShortCall, tellToCallOff } from './call-off.ts';
import { checkAnswer, parseAnswer, parseStep, type RawAnswer } from './document.ts';
import { endedEarly, endedUnanswered, isSessionRefused, neverBegan, neverHeard, timedOut } from './script-failures.ts';
import type { ScriptSession } from './script-session.ts';
import { ToldSteps } from './told-steps.ts';

/** What `operation-status` answers. */
const operationStatus = z.object({
  state: z.enum(['running', 'done', 'ended', 'unknown']),
  document: z.unknown(),
});

/** The parts an operation is made of, so that it can be run against any host. */
export interface OperateParts {
  readonly link: Link;
  readonly clock: Clock;
  /** Opens a session; an abort ends the wait for it. */
  readonly open: (signal: AbortSignal | undefined) => Promise<Result<ScriptSession>>;
  readonly call: ShortCall;
}

/** One long command to be run. */
export interface OperateRequest<T extends z.ZodType> {
  readonly command: string;
  readonly args: readonly string[];
  readonly operationId: string;
  readonly value: T;
  readonly timeoutMs: number;
  readonly onStep: (step: OperationStep) => void;
  /** Calls the command off on the host. */
  readonly cancelSignal: AbortSignal | undefined;
}

/** How long an operation waits for the network to come back before it says that it does not know. */
const linkPatienceMs = 120_000;
/** The same for one that its user called off, who waits for the word that it is over. */
const cancelPatienceMs = 15_000;
const askAgainMs = 1000;

/** Opens a session unless the operation is called off meanwhile, which is null. */
async function openUnlessCalledOff(
  parts: OperateParts,
  cancelSignal: AbortSignal | undefined,
): Promise<Result<ScriptSession> | null> {
  // Of its own, because the signal that a session is opened with closes its channel as long as that lives.
  const opening = new AbortController();
  const giveUp = () => opening.abort();
  if (cancelSignal?.aborted) return null;
  cancelSignal?.addEventListener('abort', giveUp, { once: true });
  try {
    return await parts.open(opening.signal);
  } catch (error) {
    if (opening.signal.aborted) return null;
    throw error;
  } finally {
    cancelSignal?.removeEventListener('abort', giveUp);
  }
}

async function runOnce<T extends z.ZodType>(
  parts: OperateParts,
  request: OperateRequest<T>,
): Promise<Result<RawAnswer>> {
  const { command, args, operationId, timeoutMs, onStep, cancelSignal } = request;
  const opened = await openUnlessCalledOff(parts, cancelSignal);
  if (opened === null) return calledOff(command);
  if (!opened.ok) return cancelSignal?.aborted ? calledOff(command) : opened;
  const session = opened.value;
  const onProgress = (line: string) => {
    const step = parseStep(line, parts.clock.nowMs());
    if (step !== null) onStep(step);
  };
  const asked = session.ask(command, [...args, '--operation-id', operationId], onProgress, (end) =>
    endedEarly(command, end),
  );
  const cancelTimer = parts.clock.after(timeoutMs, () => asked.settle(timedOut(command, timeoutMs)));
  let isOver = false;
  const callOff = async () => {
    let heard = await tellToCallOff(parts.call, operationId);
    // Too early or too late; the operation's end tells which.
    while (heard === 'not-now' && !isOver) {
      await pause(parts.clock, askAgainMs);
      heard = isOver ? 'called-off' : await tellToCallOff(parts.call, operationId);
    }
    // A host that permits one session only hears of it when this one is given up; the answer is then asked for by id.
    if (heard === 'unheard') session.close();
  };
  const onCancel = () => void callOff();
  if (cancelSignal?.aborted) onCancel();
  else cancelSignal?.addEventListener('abort', onCancel, { once: true });
  try {
    return await asked.outcome;
  } finally {
    isOver = true;
    cancelTimer();
    cancelSignal?.removeEventListener('abort', onCancel);
    session.close();
  }
}

/** Waits for the link; null when the operation was called off meanwhile, which shortens the wait. */
async function whenUp(
  { link }: OperateParts,
  cancelSignal: AbortSignal | undefined,
  leftMs: number,
): Promise<Result<unknown> | null> {
  if (cancelSignal === undefined) return link.whenConnected(leftMs);
  if (cancelSignal.aborted) return link.whenConnected(Math.min(leftMs, cancelPatienceMs));
  try {
    return await unlessAborted(link.whenConnected(leftMs), cancelSignal);
  } catch (error) {
    if (cancelSignal.aborted) return null;
    throw error;
  }
}

/** Whether a question was not heard: that says nothing about the operation, which a slow or narrow host may keep it waiting for. */
function isUnheard(failure: Failure): boolean {
  return failure.kind === 'link-lost' || failure.kind === 'timed-out' || isSessionRefused(failure);
}

/** Asks by id until the operation is done; its answer is then done or not done, never "probably". */
async function askById<T extends z.ZodType>(
  parts: OperateParts,
  request: OperateRequest<T>,
  told: ToldSteps,
  deadlineMs: number,
): Promise<Result<z.output<T>>> {
  const { command, operationId, timeoutMs, cancelSignal } = request;
  let isCalledOff = false;
  for (;;) {
    const leftMs = deadlineMs - parts.clock.nowMs();
    if (leftMs <= 0) return timedOut(command, timeoutMs);
    const up = await whenUp(parts, cancelSignal, leftMs);
    if (up === null) continue;
    if (!up.ok) return neverHeard(command, up.failure);
    if (cancelSignal?.aborted && !isCalledOff) {
      isCalledOff = (await tellToCallOff(parts.call, operationId)) === 'called-off';
    }
    const raw = await parts.call('operation-status', ['--operation-id', operationId]);
    const status = raw.ok ? parseAnswer('operation-status', raw.value, operationStatus) : raw;
    if (status.ok && status.value.state === 'done') {
      const { document } = status.value;
      const isOk = (document as { ok?: unknown } | null)?.ok === true;
      return checkAnswer(command, document, { document: '', log: '', exitCode: isOk ? 0 : 1 }, request.value);
    }
    if (status.ok && status.value.state === 'unknown') {
      return cancelSignal?.aborted ? calledOff(command) : neverBegan(command);
    }
    if (status.ok && status.value.state === 'ended') return endedUnanswered(command);
    if (status.ok) told.note('The link is back; waiting for its end');
    if (!status.ok && !isUnheard(status.failure)) return status;
    await pause(parts.clock, askAgainMs);
  }
}

/** Runs a long command; an answer that was lost with the link is asked for by the operation's id. */
export async function operate<T extends z.ZodType>(
  parts: OperateParts,
  request: OperateRequest<T>,
): Promise<Result<z.output<T>>> {
  const startedAtMs = parts.clock.nowMs();
  const told = new ToldSteps(parts.clock, request.onStep);
  const raw = await runOnce(parts, { ...request, onStep: (step) => told.tell(step) });
  if (raw.ok) return parseAnswer(request.command, raw.value, request.value);
  if (raw.failure.kind !== 'link-lost') return raw;
  told.note('Waiting for the link');
  const deadlineMs = startedAtMs + Math.max(request.timeoutMs, linkPatienceMs);
  const asked = await askById(parts, request, told, deadlineMs);
  told.finish(asked.ok);
  return asked;
}
