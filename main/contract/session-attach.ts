import { z } from 'zod';
import { call, stream } from './define.ts';
import { failure } from './failure.ts';
import { hostFailures } from './host-failures.ts';
import { onHost } from './references.ts';
import { sessionReference, terminalSize } from './session-words.ts';

/** Names a view from its `opened` item on; whoever has it may type there. */
const viewReference = z.string().min(1).max(64);
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'Must be bytes');

/** What a view of a terminal is told. */
export const terminalItem = z.discriminatedUnion('type', [
  /** First, and again after each time that it was `away`; what is drawn begins anew. */
  z.object({
    type: z.literal('opened'),
    view: viewReference,
    /** Whether this view decides on the size. Others see the terminal at the size it has. */
    isControlling: z.boolean(),
    /** False for a plain shell: it ends with the link, because there is no tmux. */
    isKept: z.boolean(),
  }),
  /** What the terminal is to draw, in order and whole. */
  z.object({ type: z.literal('output'), bytes }),
  /** Another view took over, or this one did. */
  z.object({ type: z.literal('control'), isControlling: z.boolean() }),
  /** The link is away; it attaches again by itself when `isRetried`. The session goes on. */
  z.object({ type: z.literal('away'), failure, isRetried: z.boolean() }),
  /** Last: it was detached, the session was ended, or a plain shell's program was. */
  z.object({ type: z.literal('closed'), reason: z.enum(['detached', 'ended']) }),
  /** Last: why it cannot be attached. */
  z.object({ type: z.literal('failed'), failure }),
]);
export type TerminalItem = z.output<typeof terminalItem>;

/** How a terminal is seen and typed into; a part of `sessions`. */
export const attaching = {
  /** Detaches when the stream is left; whatever happens to the link or to this process, the session goes on. */
  attach: stream(
    'Shows a session as a terminal.',
    onHost.extend({
      /** Null is a plain login shell without tmux, which ends with the link. */
      session: sessionReference.nullable(),
      /** Where a plain shell starts; null is the home folder. */
      path: z.string().min(1).max(4096).nullable().default(null),
      size: terminalSize,
      /** Takes control at once; else the first view has it. */
      isControlling: z.boolean().default(false),
    }),
    terminalItem,
    // What is on its way is still drawn after somebody pressed Ctrl+C.
    { mostAhead: 8 },
  ),
  /** `session-ended` where the view is gone; nothing was typed then. */
  type: call('Types bytes into a view of a terminal.', z.object({ view: viewReference, bytes }), z.object({}), [
    'session-ended',
  ]),
  resize: call(
    'Tells how large a view is; the terminal follows only the controlling one.',
    z.object({ view: viewReference, size: terminalSize }),
    z.object({}),
    ['session-ended'],
  ),
  takeControl: call(
    'Lets the view decide on the size of its terminal.',
    z.object({ view: viewReference }),
    z.object({}),
    [...hostFailures, 'session-ended'],
  ),
} as const;
