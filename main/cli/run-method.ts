import type { CoreContract } from '../contract/contract.ts';
import type { Client } from '../contract/define.ts';
import type { Failure, Result } from '../contract/failure.ts';
import type { Diagnosis } from '../contract/hosts.ts';
import type { ManyInstances } from '../contract/instances.ts';
import type { LogItem } from '../contract/logs.ts';
import type { OperationItem } from '../contract/operation.ts';
import type { EndedProcesses } from '../contract/processes.ts';
import type { ImportReport } from '../contract/profile-exchange.ts';
import type { SendOutcome } from '../contract/sessions.ts';
import type { Checkup, SetupOutcome } from '../contract/setup.ts';
import type { StatsItem } from '../contract/stats.ts';
import { RemoteError } from '../transport/errors.ts';
import { invalidInput } from '../transport/parse-input.ts';
import { callOffOf, imports, type Method } from './methods.ts';
import type { Printer } from './printing/output.ts';
import { statsText } from './printing/stats-tables.ts';
import { tableOf } from './printing/tables.ts';

export const EXIT_DONE = 0;
export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;
/** An import left out something which is not there either, or a setup something that the editors do without. */
export const EXIT_PARTLY = 3;

type RawMethod = (input: unknown, options: { readonly signal: AbortSignal }) => unknown;

/** An input that the contract refuses is wrong usage, like a flag that does not exist. */
function fail(failure: Failure, printer: Printer): number {
  printer.failure(failure);
  return failure.kind === 'invalid-input' && failure.stage === 'input' ? EXIT_USAGE : EXIT_FAILED;
}

/** `berth profiles export > file` makes a file that can be imported, and a screen is read as the text that it is. */
function documentOf({ capability, name }: Method, value: unknown): string | null {
  if (name === 'export') return (value as { readonly document: string }).document;
  if (capability !== 'sessions' || (name !== 'capture' && name !== 'transcript')) return null;
  return (value as { readonly text: string }).text.replace(/\n?$/, '\n');
}

function printValue(method: Method, value: unknown, printer: Printer): void {
  const document = printer.isJson ? null : documentOf(method, value);
  if (document !== null) {
    printer.text(document);
    return;
  }
  const { capability, name } = method;
  const shown = printer.isForPeople ? tableOf(capability, name, value, Date.now()) : null;
  if (shown === null) printer.document(value);
  else printer.text(shown);
}

/** What was not done among several is told by name, and makes the whole a failure for scripts. */
function finishMany({ failures }: ManyInstances, printer: Printer): number {
  for (const { repository, failure } of failures) printer.alsoFailed(repository, failure);
  return failures.length === 0 ? EXIT_DONE : EXIT_FAILED;
}

/** What a setup could not do although the editors work is told by name, like what went wrong among several. */
function finishSetup({ steps, notDone }: SetupOutcome, printer: Printer): number {
  for (const { id, failure } of notDone) {
    printer.alsoFailed(steps.find((step) => step.id === id)?.title ?? id, failure);
  }
  return notDone.length === 0 ? EXIT_DONE : EXIT_PARTLY;
}

/** A process that goes on although it was to end is a failure for scripts; one that was gone before is none. */
function finishEnding({ alive, failures }: EndedProcesses, printer: Printer): number {
  for (const { pid, failure } of failures) printer.alsoFailed(`process ${pid}`, failure);
  return alive.length + failures.length === 0 ? EXIT_DONE : EXIT_FAILED;
}

/** A look that was taken and found something wrong is a failure for scripts. */
function findsFault({ capability, name }: Method, value: unknown): boolean {
  if (capability === 'setup' && name === 'doctor') {
    return (value as Checkup).checks.some(({ outcome }) => outcome === 'fail');
  }
  return capability === 'hosts' && name === 'diagnose' && (value as Diagnosis).failure !== null;
}

/** A text that was not typed, or not taken, is a failure for scripts. */
function finishSending({ outcome, reason }: SendOutcome, printer: Printer): number {
  if (outcome === 'delivered') return EXIT_DONE;
  printer.unsent(outcome, reason);
  return EXIT_FAILED;
}

/** What an import left out and is not there is told to scripts too, by name; a person has it in the table. */
function finishImport({ skipped }: ImportReport, printer: Printer): number {
  const missing = skipped.filter(({ isHere }) => !isHere);
  if (!printer.isForPeople) for (const { name, reason } of missing) printer.leftOut(name, reason);
  return missing.length === 0 ? EXIT_DONE : EXIT_PARTLY;
}

function finishCall(method: Method, result: Result<unknown>, printer: Printer): number {
  if (!result.ok) return fail(result.failure, printer);
  printValue(method, result.value, printer);
  if (imports(method.capability, method.name)) return finishImport(result.value as ImportReport, printer);
  if (method.capability === 'sessions' && (method.name === 'send' || method.name === 'keys')) {
    return finishSending(result.value as SendOutcome, printer);
  }
  return findsFault(method, result.value) ? EXIT_FAILED : EXIT_DONE;
}

async function followOperation(
  method: Method,
  items: AsyncIterable<OperationItem<unknown>>,
  printer: Printer,
): Promise<number> {
  for await (const item of items) {
    if (item.type === 'step') printer.step(item.step);
    else if (item.type === 'failed') return fail(item.failure, printer);
    else {
      printValue(method, item.value, printer);
      if (method.capability === 'setup' && method.name === 'run') {
        return finishSetup(item.value as SetupOutcome, printer);
      }
      if (method.capability === 'processes') return finishEnding(item.value as EndedProcesses, printer);
      const isMany = method.name === 'startAll' || method.name === 'stopAll';
      return isMany ? finishMany(item.value as ManyInstances, printer) : EXIT_DONE;
    }
  }
  throw new Error('The operation ended without an outcome.');
}

const failureIn = (item: unknown) => {
  const { type, failure } = item as { readonly type?: unknown; readonly failure?: Failure };
  return type === 'failed' && failure !== undefined ? failure : null;
};

/** A log that waits for its host; null for any other item. */
const waitIn = (item: unknown) => {
  const log = item as LogItem;
  return log.type === 'waiting' ? log : null;
};

/** A person reads a log as it is, and readings as lines; everything else is one line of JSON for each item. */
function printItem({ capability, name }: Method, item: unknown, printer: Printer): void {
  const isLog = capability === 'logs' && name === 'follow' && printer.isForPeople;
  const log = item as LogItem;
  const isReading = capability === 'stats' && name === 'watch' && printer.isForPeople;
  const reading = isReading ? statsText(item as StatsItem) : null;
  if (isLog && log.type === 'text') printer.text(log.text);
  else if (reading !== null) printer.text(reading);
  else if (!isLog) printer.line(item);
}

async function followStream(
  method: Method,
  items: AsyncIterable<unknown>,
  printer: Printer,
  signal: AbortSignal,
): Promise<number> {
  let failure: Failure | null = null;
  try {
    for await (const item of items) {
      printItem(method, item, printer);
      failure = failureIn(item);
      if (failure !== null) printer.alsoFailed(method.name, failure);
      const wait = waitIn(item);
      if (wait === null) continue;
      // In this process nobody else connects a link that is not tried again by itself.
      const nextStep = wait.isRetried ? 'Waiting for the server.' : wait.failure.nextStep;
      printer.alsoFailed(method.name, { ...wait.failure, nextStep });
      if (!wait.isRetried) return EXIT_FAILED;
    }
  } catch (error) {
    // Only a call and an operation can answer that their input was refused.
    const isRefused = error instanceof RemoteError && error.code === 'invalid-input';
    if (isRefused) return fail(invalidInput(error.message).failure, printer);
    // A stream goes on until somebody stops it, so being stopped is its good end.
    if (!signal.aborted) throw error;
    return EXIT_DONE;
  }
  return failure === null || signal.aborted ? EXIT_DONE : EXIT_FAILED;
}

/** Runs an operation that the first Ctrl+C calls off; it is waited for all the same. */
async function whileInterruptible<T>(run: () => Promise<T>, callOff: () => unknown, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let asked: unknown;
  const onAbort = () => {
    asked = callOff();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await run();
  } finally {
    signal.removeEventListener('abort', onAbort);
    await asked;
  }
}

/** Asks one method of the core and prints what it answers; resolves with the exit code. */
export async function runMethod(
  client: Client<CoreContract>,
  method: Method,
  input: unknown,
  printer: Printer,
  signal: AbortSignal,
): Promise<number> {
  const { capability, name, definition } = method;
  const asks = (client as unknown as Record<string, Record<string, RawMethod>>)[capability];
  const ask = asks?.[name];
  if (ask === undefined) throw new Error(`The client lacks ${capability}.${name}.`);
  const callOff = asks?.[callOffOf(capability, name) ?? ''];
  if (callOff !== undefined) {
    // What the host makes of it is the last thing that the operation tells.
    const items = ask(input, { signal: new AbortController().signal }) as AsyncIterable<OperationItem<unknown>>;
    return await whileInterruptible(
      () => followOperation(method, items, printer),
      () => callOff(input, { signal: new AbortController().signal }),
      signal,
    );
  }
  const answer = ask(input, { signal });
  if (definition.kind === 'call') return finishCall(method, await (answer as Promise<Result<unknown>>), printer);
  if (definition.operation !== null) {
    return await followOperation(method, answer as AsyncIterable<OperationItem<unknown>>, printer);
  }
  return await followStream(method, answer as AsyncIterable<unknown>, printer, signal);
}
