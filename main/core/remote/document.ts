import { z } from 'zod';
import { failureKind, failureStage, type Result, secretKind, succeed } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';
import { cleanOutput, cleanOutputLine } from './redaction/clean-output.ts';
import { scriptFailed } from './script-failures.ts';
import { cleanLine, maximumLineLength } from './untrusted.ts';

/** A failure as a command tells it. What it says of programs may be what they printed. */
const scriptFailure = z.object({
  kind: failureKind,
  stage: failureStage,
  message: z.string().transform((text) => cleanOutputLine(text)),
  nextStep: z.string().transform((text) => cleanLine(text)),
  detail: z
    .string()
    .transform((text) => cleanOutput(text))
    .nullish()
    .transform((text) => text ?? null),
  hostKey: z
    .object({
      type: z.string().regex(/^[a-z0-9@.-]{1,64}$/),
      fingerprint: z.string().regex(/^SHA256:[A-Za-z0-9+/=]{1,64}$/),
    })
    .nullish(),
  secretKind: secretKind.nullish(),
});

/** A failure within a value, of one of several things; a key or a secret is never asked about there. */
export const partFailure = scriptFailure.transform((failure) => ({
  ...failure,
  hostKey: null,
  secretKind: null,
  jump: null,
}));

/** The one JSON document that a command prints last. */
const scriptDocument = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), failure: scriptFailure }),
]);

const progressLine = z.object({
  type: z.literal('step'),
  stage: failureStage,
  state: z.enum(['started', 'progress', 'output', 'done', 'undone']),
  title: z.string().transform((text) => cleanOutputLine(text)),
  share: z.number().min(0).max(1).optional(),
});

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A progress line as a step, or null when the line is something else or longer than any honest one. */
export function parseStep(line: string, atMs: number): OperationStep | null {
  if (line.length > maximumLineLength) return null;
  const parsed = progressLine.safeParse(parseJson(line));
  if (!parsed.success) return null;
  const { stage, state, title, share } = parsed.data;
  return { stage, state, title, atMs, ...(share === undefined ? {} : { share }) };
}

/** The text of an answer: its document line and what was written to stderr. */
export interface RawAnswer {
  readonly document: string;
  readonly log: string;
  readonly exitCode: number;
}

/** Parses and checks the document of an answer. A document that does not fit is `script-failed`, with the log. */
export function parseAnswer<T extends z.ZodType>(command: string, answer: RawAnswer, value: T): Result<z.output<T>> {
  return checkAnswer(command, parseJson(answer.document), answer, value);
}

/** Checks a document that is parsed already; it is not made text again, which would fail for one that is nested deeply. */
export function checkAnswer<T extends z.ZodType>(
  command: string,
  document: unknown,
  answer: RawAnswer,
  value: T,
): Result<z.output<T>> {
  const parsed = scriptDocument.safeParse(document);
  if (!parsed.success) return scriptFailed(command, answer, 'it did not end with the document it should');
  if (!parsed.data.ok) {
    if (answer.exitCode === 0) return scriptFailed(command, answer, 'it told a failure and exited with 0');
    const { hostKey, secretKind, ...told } = parsed.data.failure;
    // Elsewhere a key or a secret would be taken for those of the host itself.
    const asked = told.stage === 'clone' ? { hostKey, secretKind } : {};
    return {
      ok: false,
      failure: { ...told, hostKey: asked.hostKey ?? null, secretKind: asked.secretKind ?? null, jump: null },
    };
  }
  if (answer.exitCode !== 0) return scriptFailed(command, answer, `it exited with ${answer.exitCode}`);
  const checked = value.safeParse(parsed.data.value);
  if (checked.success) return succeed(checked.data);
  return scriptFailed(command, answer, `its answer does not fit: ${cleanLine(z.prettifyError(checked.error), 300)}`);
}
