import { z } from 'zod';
import { failure, failureStage } from './failure.ts';

/** One step of an operation, told when it begins and again when it ends. */
export const operationStep = z.object({
  stage: failureStage,
  /** `progress`: how far the step that was started last with this stage is. `output`: a line that a program printed. */
  state: z.enum(['started', 'progress', 'output', 'done', 'undone']),
  /** What is being done, as a short phrase: "Waiting for the editor to answer". With `output`: the line. */
  title: z.string(),
  /** With `progress`: how much is done, 0 to 1; left out when the end is not known. */
  share: z.number().min(0).max(1).optional(),
  /** Wall clock of the desktop when the step was heard, epoch milliseconds. */
  atMs: z.number(),
});
export type OperationStep = z.output<typeof operationStep>;

/** The items of an operation's stream: steps, then exactly one `done` or `failed`. */
export function operationItem<O extends z.ZodType>(value: O) {
  return z.discriminatedUnion('type', [
    z.object({ type: z.literal('step'), step: operationStep }),
    z.object({ type: z.literal('done'), value }),
    z.object({ type: z.literal('failed'), failure }),
  ]) as unknown as z.ZodType<OperationItem<z.output<O>>>;
}

export type OperationItem<T> =
  | { readonly type: 'step'; readonly step: OperationStep }
  | { readonly type: 'done'; readonly value: T }
  | { readonly type: 'failed'; readonly failure: z.output<typeof failure> };
