import { z } from 'zod';
import type { MethodDefinition } from '../contract/define.ts';
import type { WireMessage } from './channel.ts';

/** How many stream items the producer may be ahead of the consumer. */
export const STREAM_WINDOW = 32;

/** The same for one stream, as its definition has it. */
export function windowOf(definition: MethodDefinition): number {
  const mostAhead = definition.kind === 'stream' ? definition.mostAhead : null;
  return Math.min(STREAM_WINDOW, mostAhead ?? STREAM_WINDOW);
}

const id = z.int().min(0).max(0xffff_ffff);
const wireMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('request'), id, method: z.string().max(200), input: z.unknown() }),
  z.object({ type: z.literal('result'), id, value: z.unknown() }),
  z.object({ type: z.literal('item'), id, value: z.unknown() }),
  z.object({ type: z.literal('end'), id }),
  z.object({
    type: z.literal('error'),
    id,
    code: z.enum(['unknown-method', 'invalid-input', 'invalid-output', 'internal', 'closed', 'too-large']),
    message: z.string(),
  }),
  z.object({ type: z.literal('cancel'), id }),
  z.object({ type: z.literal('credit'), id, count: z.int().min(1).max(STREAM_WINDOW) }),
]);

/** What came over a channel, or null when it is no message of ours. Values are checked later, by the contract. */
export function parseWireMessage(raw: unknown): WireMessage | null {
  const parsed = wireMessage.safeParse(raw);
  return parsed.success ? parsed.data : null;
}
