import type { z } from 'zod';
import type { Failure, FailureKind, Result } from './failure.ts';
import { type OperationItem, operationItem } from './operation.ts';

/** One question, one answer: `Result` carries the value or an expected failure. */
export interface CallDefinition<I extends z.ZodType, O extends z.ZodType, K extends FailureKind> {
  readonly kind: 'call';
  /** One sentence for `berth help`. */
  readonly summary: string;
  readonly input: I;
  readonly output: O;
  /** Every failure kind the method may answer; anything else is a bug and crosses as one. */
  readonly errors: readonly K[];
}

/** Many answers over time, until either side ends it. Expected failures travel inside the items. */
export interface StreamDefinition<I extends z.ZodType, O extends z.ZodType> {
  readonly kind: 'stream';
  readonly summary: string;
  readonly input: I;
  readonly output: O;
  /** The value's schema when the stream is an operation: steps, then one last `done` or `failed`. */
  readonly operation: z.ZodType | null;
  /** How many items may be on their way to a slow reader; null is as many as usual. */
  readonly mostAhead: number | null;
}

export type MethodDefinition =
  | CallDefinition<z.ZodType, z.ZodType, FailureKind>
  | StreamDefinition<z.ZodType, z.ZodType>;

/** Capability name → method name → definition. */
export type Contract = Readonly<Record<string, Readonly<Record<string, MethodDefinition>>>>;

/** Defines a call. */
export function call<I extends z.ZodType, O extends z.ZodType, const K extends FailureKind>(
  summary: string,
  input: I,
  output: O,
  errors: readonly K[],
): CallDefinition<I, O, K> {
  return { kind: 'call', summary, input, output, errors };
}

/** Defines a stream of items; `mostAhead` is for large ones, of which a slow reader wants the latest and not those before. */
export function stream<I extends z.ZodType, O extends z.ZodType>(
  summary: string,
  input: I,
  output: O,
  { mostAhead = null }: { readonly mostAhead?: number | null } = {},
): StreamDefinition<I, O> {
  return { kind: 'stream', summary, input, output, operation: null, mostAhead };
}

/** Defines a mutating remote command: a stream of progress steps whose last item is `done` or `failed`. */
export function operation<I extends z.ZodType, O extends z.ZodType>(
  summary: string,
  input: I,
  output: O,
): StreamDefinition<I, z.ZodType<OperationItem<z.output<O>>>> {
  return { kind: 'stream', summary, input, output: operationItem(output), operation: output, mostAhead: null };
}

/** What a call may fail with: `Failure` narrowed to the kinds the method lists. */
export type FailureOf<K extends FailureKind> = Failure & { readonly kind: K };

/** What a handler is given besides its input. */
export interface CallContext {
  /** Aborts when the caller cancels or its channel closes. */
  readonly signal: AbortSignal;
}

type HandlerOf<M> =
  M extends CallDefinition<infer I, infer O, infer K>
    ? (input: z.output<I>, context: CallContext) => Promise<Result<z.output<O>, FailureOf<K>>>
    : M extends StreamDefinition<infer I, infer O>
      ? (input: z.output<I>, context: CallContext) => AsyncIterable<z.output<O>>
      : never;

/** One handler per method; a missing one is a compile error. */
export type Handlers<C extends Contract> = {
  readonly [Capability in keyof C]: {
    readonly [Method in keyof C[Capability]]: HandlerOf<C[Capability][Method]>;
  };
};

/** Options of one client call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

type ClientMethodOf<M> =
  M extends CallDefinition<infer I, infer O, infer K>
    ? (input: z.input<I>, options?: CallOptions) => Promise<Result<z.output<O>, FailureOf<K>>>
    : M extends StreamDefinition<infer I, infer O>
      ? (input: z.input<I>, options?: CallOptions) => AsyncIterable<z.output<O>>
      : never;

/** The typed client derived from the contract. */
export type Client<C extends Contract> = {
  readonly [Capability in keyof C]: {
    readonly [Method in keyof C[Capability]]: ClientMethodOf<C[Capability][Method]>;
  };
};
