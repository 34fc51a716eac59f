import type { CallContext, Contract, Handlers, MethodDefinition } from '../contract/define.ts';
import type { Result } from '../contract/failure.ts';
import { asBug, Bug } from './bug.ts';
import type { Channel, WireErrorCode, WireMessage } from './channel.ts';
import { Credit } from './credit.ts';
import { invalidInput, parseInput } from './parse-input.ts';
import { pumpStream } from './pump-stream.ts';
import { validateItem, validateResult } from './validate-output.ts';
import { windowOf } from './wire.ts';

/** What went wrong inside, for the log; the client is told only the code. */
export interface BugReport {
  readonly method: string;
  readonly code: WireErrorCode;
  readonly error: unknown;
}

export interface ServeOptions {
  /** Told of every thrown error, invalid output and unlisted failure. */
  readonly onBug: (report: BugReport) => void;
}

type Handler = (input: unknown, context: CallContext) => unknown;
interface Method {
  readonly definition: MethodDefinition;
  readonly handler: Handler;
}
interface Active {
  readonly abort: AbortController;
  readonly credit: Credit;
}

/** Own properties only: `__proto__.constructor` is no method. */
function findMethod(contract: Contract, handlers: unknown, path: string): Method | null {
  const [capability = '', method = '', ...rest] = path.split('.');
  if (rest.length > 0 || !Object.hasOwn(contract, capability)) return null;
  const methods = contract[capability];
  if (methods === undefined || !Object.hasOwn(methods, method)) return null;
  const definition = methods[method];
  const handler = (handlers as Record<string, Record<string, Handler>>)[capability]?.[method];
  return definition === undefined || handler === undefined ? null : { definition, handler };
}

/** Answers the requests that come over a channel, until it closes; then every handler's signal aborts. */
export function serve<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  channel: Channel,
  options: ServeOptions,
): void {
  const active = new Map<number, Active>();

  const answer = async (id: number, { definition, handler }: Method, input: unknown, { abort, credit }: Active) => {
    const { signal } = abort;
    const parsed = parseInput(definition.input, input);
    if (definition.kind === 'call') {
      const result = parsed.ok
        ? validateResult(definition, (await handler(parsed.value, { signal })) as Result<unknown>)
        : invalidInput(parsed.sentence);
      if (!signal.aborted) channel.send({ type: 'result', id, value: result });
      return;
    }
    if (parsed.ok) {
      const source = handler(parsed.value, { signal }) as AsyncIterable<unknown>;
      const send = (item: unknown) => channel.send({ type: 'item', id, value: validateItem(definition, item) });
      await pumpStream(source, credit, signal, send);
    } else {
      if (definition.operation === null) throw new Bug('invalid-input', parsed.sentence);
      channel.send({ type: 'item', id, value: { type: 'failed', failure: invalidInput(parsed.sentence).failure } });
    }
    if (!signal.aborted) channel.send({ type: 'end', id });
  };

  const refuse = (id: number, method: string, error: unknown) => {
    const bug = asBug(error);
    if (bug.cause !== undefined) options.onBug({ method, code: bug.code, error: bug.cause });
    channel.send({ type: 'error', id, code: bug.code, message: bug.message });
  };

  const begin = async ({ id, method: path, input }: WireMessage & { readonly type: 'request' }) => {
    const method = findMethod(contract, handlers, path);
    if (method === null) {
      refuse(id, path, new Bug('unknown-method', 'Berth has no such method.'));
      return;
    }
    const abort = new AbortController();
    const own: Active = { abort, credit: new Credit(abort.signal, windowOf(method.definition)) };
    active.set(id, own);
    try {
      await answer(id, method, input, own);
    } catch (error) {
      if (!abort.signal.aborted) refuse(id, path, error);
    } finally {
      active.delete(id);
    }
  };

  channel.onMessage((message) => {
    if (message.type === 'cancel') active.get(message.id)?.abort.abort();
    else if (message.type === 'credit') active.get(message.id)?.credit.add(message.count);
    // A second request under a live id would mix two answers; no client of ours sends it.
    else if (message.type !== 'request' || active.has(message.id)) channel.close();
    else void begin(message);
  });
  channel.onClose(() => {
    for (const { abort } of active.values()) abort.abort();
  });
}
