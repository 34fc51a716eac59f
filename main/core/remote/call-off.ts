import { z } from 'zod';
import { fail, type Result } from '../../contract/failure.ts';
import { parseAnswer, type RawAnswer } from './document.ts';

/** What `operation-cancel` answers. */
const cancelAnswer = z.object({ isCancelled: z.boolean() });

/** A short call through the runner. */
export type ShortCall = (command: string, args: readonly string[]) => Promise<Result<RawAnswer>>;

/** The operation was called off before the host began it. */
export function calledOff(command: string): ReturnType<typeof fail<'cancelled'>> {
  return fail(
    'cancelled',
    'session',
    `The command ${command} was called off before it began.`,
    'Begin again when you like; nothing was changed.',
  );
}

/** What a host said to that: `not-now` for what cannot be called off, or not yet, or not any more. */
export type CallOffAnswer = 'called-off' | 'not-now' | 'unheard';

/** Asks a host to call an operation off; what that came to is the operation's own answer. */
export async function tellToCallOff(call: ShortCall, operationId: string): Promise<CallOffAnswer> {
  const raw = await call('operation-cancel', ['--operation-id', operationId]);
  const answer = raw.ok ? parseAnswer('operation-cancel', raw.value, cancelAnswer) : raw;
  if (!answer.ok) return 'unheard';
  return answer.value.isCancelled ? 'called-off' : 'not-now';
}
