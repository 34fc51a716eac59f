import type { CoreContract } from '../contract/contract.ts';
import type { Client } from '../contract/define.ts';
import type { Failure, Result } from '../contract/failure.ts';
import type { OperationItem } from '../contract/operation.ts';
import type { Method } from './methods.ts';
import type { Printer } from './output.ts';

export const EXIT_DONE = 0;
export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;

type RawMethod = (input: unknown, options: { readonly signal: AbortSignal }) => unknown;

/** An input that the contract refuses is wrong usage, like a flag that does not exist. */
function fail(failure: Failure, printer: Printer): number {
  printer.failure(failure);
  return failure.kind === 'invalid-input' && failure.stage === 'input' ? EXIT_USAGE : EXIT_FAILED;
}

function finishCall(result: Result<unknown>, printer: Printer): number {
  if (!result.ok) return fail(result.failure, printer);
  printer.document(result.value);
  return EXIT_DONE;
}

async function followOperation(items: AsyncIterable<OperationItem<unknown>>, printer: Printer): Promise<number> {
  for await (const item of items) {
    if (item.type === 'step') printer.step(item.step);
    else if (item.type === 'failed') return fail(item.failure, printer);
    else {
      printer.document(item.value);
      return EXIT_DONE;
    }
  }
  throw new Error('The operation ended without an outcome.');
}

async function followStream(items: AsyncIterable<unknown>, printer: Printer, signal: AbortSignal): Promise<number> {
  try {
    for await (const item of items) printer.line(item);
  } catch (error) {
    // A stream goes on until somebody stops it, so being stopped is its good end.
    if (!signal.aborted) throw error;
  }
  return EXIT_DONE;
}

/** Asks one method of the core and prints what it answers; resolves with the exit code. */
export async function runMethod(
  client: Client<CoreContract>,
  { capability, name, definition }: Method,
  input: unknown,
  printer: Printer,
  signal: AbortSignal,
): Promise<number> {
  const ask = (client as unknown as Record<string, Record<string, RawMethod>>)[capability]?.[name];
  if (ask === undefined) throw new Error(`The client lacks ${capability}.${name}.`);
  const answer = ask(input, { signal });
  if (definition.kind === 'call') return finishCall(await (answer as Promise<Result<unknown>>), printer);
  if (definition.operation !== null) {
    return await followOperation(answer as AsyncIterable<OperationItem<unknown>>, printer);
  }
  return await followStream(answer as AsyncIterable<unknown>, printer, signal);
}
