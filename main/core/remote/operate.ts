import { z } from 'zod';
import { type Result, succeed } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';
import type { Clock } from '../ports.ts';
import type { Link } from '../ssh/link.ts';
import { checkAnswer, parseAnswer, parseStep, type RawAnswer } from './document.ts';
import { endedEarly, endedUnanswered, neverBegan, timedOut } from './script-failures.ts';
import type { ScriptSession } from './script-session.ts';

/** What `operation-status` answers. */
const operationStatus = z.object({
  state: z.enum(['running', 'done', 'ended', 'unknown']),
  document: z.unknown(),
});

/** The parts an operation is made of, so that it can be run against any host. */
export interface OperateParts {
  readonly link: Link;
  readonly clock: Clock;
  readonly open: () => Promise<Result<ScriptSession>>;
  /** A short call through the runner. */
  readonly call: (command: string, args: readonly string[]) => Promise<Result<RawAnswer>>;
}

/** One long command to be run. */
export interface OperateRequest<T extends z.ZodType> {
  readonly command: string;
  readonly args: readonly string[];
  readonly operationId: string;
  readonly value: T;
  readonly timeoutMs: number;
  readonly onStep: (step: OperationStep) => void;
}

/** How long an operation waits for the network to come back before it says that it does not know. */
const linkPatienceMs = 120_000;
const askAgainMs = 1000;

async function runOnce<T extends z.ZodType>(
  parts: OperateParts,
  request: OperateRequest<T>,
): Promise<Result<RawAnswer>> {
  const { command, args, operationId, timeoutMs, onStep } = request;
  const opened = await parts.open();
  if (!opened.ok) return opened;
  const session = opened.value;
  const onProgress = (line: string) => {
    const step = parseStep(line, parts.clock.nowMs());
    if (step !== null) onStep(step);
  };
  const asked = session.ask(command, [...args, '--operation-id', operationId], onProgress, (end) =>
    endedEarly(command, end),
  );
  const cancelTimer = parts.clock.after(timeoutMs, () => asked.settle(timedOut(command, timeoutMs)));
  try {
    return await asked.outcome;
  } finally {
    cancelTimer();
    session.close();
  }
}

/** Asks by id until the operation is done; its answer is then done or not done, never "probably". */
async function askById<T extends z.ZodType>(
  parts: OperateParts,
  request: OperateRequest<T>,
  deadlineMs: number,
): Promise<Result<z.output<T>>> {
  const { command, operationId, timeoutMs } = request;
  for (;;) {
    const leftMs = deadlineMs - parts.clock.nowMs();
    if (leftMs <= 0) return timedOut(command, timeoutMs);
    const up = await parts.link.whenConnected(leftMs);
    if (!up.ok) return up;
    const raw = await parts.call('operation-status', ['--operation-id', operationId]);
    const status = raw.ok ? parseAnswer('operation-status', raw.value, operationStatus) : raw;
    if (status.ok && status.value.state === 'done') {
      const { document } = status.value;
      const isOk = (document as { ok?: unknown } | null)?.ok === true;
      return checkAnswer(command, document, { document: '', log: '', exitCode: isOk ? 0 : 1 }, request.value);
    }
    if (status.ok && status.value.state === 'unknown') return neverBegan(command);
    if (status.ok && status.value.state === 'ended') return endedUnanswered(command);
    if (!status.ok && status.failure.kind !== 'link-lost') return status;
    await new Promise<void>((resolve) => parts.clock.after(askAgainMs, resolve));
  }
}

/** Runs a long command; an answer that was lost with the link is asked for by the operation's id. */
export async function operate<T extends z.ZodType>(
  parts: OperateParts,
  request: OperateRequest<T>,
): Promise<Result<z.output<T>>> {
  const startedAtMs = parts.clock.nowMs();
  const raw = await runOnce(parts, request);
  if (raw.ok) return parseAnswer(request.command, raw.value, request.value);
  if (raw.failure.kind !== 'link-lost') return raw;
  const deadlineMs = startedAtMs + Math.max(request.timeoutMs, linkPatienceMs);
  const asked = await askById(parts, request, deadlineMs);
  return asked.ok ? succeed(asked.value) : asked;
}
