import type { z } from 'zod';
import type { CallDefinition, MethodDefinition } from '../contract/define.ts';
import type { FailureKind } from '../contract/failure.ts';
import { failure, type Result } from '../contract/failure.ts';
import { Bug } from './bug.ts';

const INVALID_OUTPUT = 'Berth produced an answer of the wrong form; the log says more.';

/** A stream's item as its schema has it: unknown keys dropped. Throws a `Bug` when it does not fit. */
export function validateItem(definition: MethodDefinition, item: unknown): unknown {
  const parsed = definition.output.safeParse(item);
  if (!parsed.success) throw new Bug('invalid-output', INVALID_OUTPUT, parsed.error);
  return parsed.data;
}

/** A call's result as its schemas have it. Throws a `Bug` when it does not fit or fails in a way the method does not list. */
export function validateResult(
  definition: CallDefinition<z.ZodType, z.ZodType, FailureKind>,
  result: Result<unknown>,
): Result<unknown> {
  if (result.ok) return { ok: true, value: validateItem(definition, result.value) };
  const parsed = failure.safeParse(result.failure);
  if (!parsed.success) throw new Bug('invalid-output', INVALID_OUTPUT, parsed.error);
  if (!definition.errors.includes(parsed.data.kind)) {
    throw new Bug(
      'internal',
      'Something went wrong inside Berth; the log says more.',
      new Error(`The method does not list the failure ${parsed.data.kind}: ${parsed.data.message}`),
    );
  }
  return { ok: false, failure: parsed.data };
}
