import type { MethodDefinition } from '../contract/define.ts';
import type { WireErrorCode, WireMessage } from './channel.ts';

/** How many stream items the producer may be ahead of the consumer. */
export const STREAM_WINDOW = 32;

/** The same for one stream, as its definition has it. */
export function windowOf(definition: MethodDefinition): number {
  const mostAhead = definition.kind === 'stream' ? definition.mostAhead : null;
  return Math.min(STREAM_WINDOW, mostAhead ?? STREAM_WINDOW);
}

const errorCodes: ReadonlySet<unknown> = new Set<WireErrorCode>([
  'unknown-method',
  'invalid-input',
  'invalid-output',
  'internal',
  'closed',
  'too-large',
]);

const isWhole = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

/**
 * What came over a channel, or null when it is no message of ours. Values are checked later, by the contract. Told apart by
 * hand: a schema takes as long here as all the rest of the way that a typed key goes.
 */
export function parseWireMessage(raw: unknown): WireMessage | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const { type, id, method, input, value, code, message, count } = raw as Record<string, unknown>;
  if (!isWhole(id, 0, 0xffff_ffff)) return null;
  switch (type) {
    case 'request':
      return typeof method === 'string' && method.length <= 200 ? { type, id, method, input } : null;
    case 'result':
    case 'item':
      return { type, id, value };
    case 'end':
    case 'cancel':
      return { type, id };
    case 'error':
      if (!errorCodes.has(code) || typeof message !== 'string') return null;
      return { type, id, code: code as WireErrorCode, message };
    case 'credit':
      return isWhole(count, 1, STREAM_WINDOW) ? { type, id, count } : null;
    default:
      return null;
  }
}
