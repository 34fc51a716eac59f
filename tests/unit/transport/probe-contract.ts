import { z } from 'zod';
import { call, type Handlers, operation, stream } from '../../../main/contract/define.ts';
import { fail, succeed } from '../../../main/contract/failure.ts';

const bytes = z.instanceof(Uint8Array);
const echo = z.object({ name: z.string(), parts: z.array(bytes) });
const misbehaviour = z.enum([
  'throws',
  'throws at once',
  'answers the wrong form',
  'fails in an unlisted way',
  'fails in the wrong form',
]);

/** A contract with one method for everything a channel has to carry. */
export const probeContract = {
  probe: {
    add: call(
      'Adds.',
      z.object({ a: z.number(), b: z.number().max(100, 'B must not be above 100') }),
      z.object({ sum: z.number() }),
      ['busy'],
    ),
    wait: call('Waits for its cancellation.', z.object({}), z.object({}), []),
    echo: call('Answers its input.', echo, echo, []),
    misbehave: call('Breaks the rules.', z.object({ how: misbehaviour }), z.object({ index: z.number() }), ['busy']),
    count: stream('Counts.', z.object({ to: z.number().min(0) }), z.object({ index: z.number() })),
    countLarge: stream('Counts.', z.object({ to: z.number() }), z.object({ index: z.number() }), { mostAhead: 3 }),
    silent: stream('Says nothing until it is cancelled.', z.object({}), z.object({})),
    faulty: stream(
      'Says one good thing.',
      z.object({ how: z.enum(['throw', 'wrong']) }),
      z.object({ index: z.number() }),
    ),
    bytes: stream('Sends bytes.', z.object({ sizeBytes: z.number(), chunkBytes: z.number() }), bytes),
    build: operation('Steps.', z.object({ steps: z.number().min(0) }), z.object({ count: z.number() })),
  },
} as const;
export type ProbeContract = typeof probeContract;

export interface Probe {
  readonly handlers: Handlers<ProbeContract>;
  producedCount(): number;
  streamEnd(): 'finished' | 'aborted' | null;
  waitingCount(): number;
  isSilentRunning(): boolean;
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });

/** Handlers that tell what became of them. */
export function makeProbe(): Probe {
  let producedCount = 0;
  let streamEnd: 'finished' | 'aborted' | null = null;
  let waitingCount = 0;
  let isSilentRunning = false;
  const wrong = <T>(value: unknown) => value as T;

  async function* count({ to }: { readonly to: number }) {
    let isDone = false;
    streamEnd = null;
    producedCount = 0;
    try {
      for (let index = 0; index < to; index += 1) {
        producedCount += 1;
        yield { index };
      }
      isDone = true;
    } finally {
      streamEnd = isDone ? 'finished' : 'aborted';
    }
  }

  const handlers: Handlers<ProbeContract> = {
    probe: {
      async add({ a, b }) {
        if (a === 13) return fail('busy', 'claim', 'Thirteen is taken.', 'Take another.');
        return succeed(wrong<{ sum: number }>({ sum: a + b, token: 'not in the contract' }));
      },
      async wait(_input, { signal }) {
        waitingCount += 1;
        await aborted(signal);
        waitingCount -= 1;
        throw new Error('cancelled');
      },
      echo: async (input) => succeed(input),
      misbehave({ how }) {
        if (how === 'throws at once') throw new Error('secret at once');
        if (how === 'throws') return Promise.reject(new Error('secret'));
        if (how === 'answers the wrong form')
          return Promise.resolve(succeed(wrong<{ index: number }>({ index: 'secret' })));
        if (how === 'fails in an unlisted way') {
          return Promise.resolve(
            wrong<ReturnType<typeof fail<'busy'>>>(fail('gate-failed', 'gate', 'A secret.', 'None.')),
          );
        }
        return Promise.resolve(
          wrong<ReturnType<typeof fail<'busy'>>>({ ok: false, failure: { kind: 'busy', secret: 1 } }),
        );
      },
      count,
      countLarge: count,
      async *silent(_input, { signal }) {
        isSilentRunning = true;
        await aborted(signal);
        isSilentRunning = false;
        yield* [];
      },
      async *faulty({ how }) {
        yield { index: 0 };
        if (how === 'throw') throw new Error('secret');
        yield wrong<{ index: number }>({ index: 'secret' });
      },
      async *bytes({ sizeBytes, chunkBytes }) {
        for (let offset = 0; offset < sizeBytes; offset += chunkBytes) {
          yield Uint8Array.from({ length: chunkBytes }, (_, index) => (offset + index) % 251);
        }
      },
      async *build({ steps }) {
        for (let count = 0; count < steps; count += 1) {
          yield { type: 'step', step: { stage: 'process', state: 'done', title: `Step ${count}`, atMs: 0 } };
        }
        yield { type: 'done', value: { count: steps } };
      },
    },
  };
  return {
    handlers,
    producedCount: () => producedCount,
    streamEnd: () => streamEnd,
    waitingCount: () => waitingCount,
    isSilentRunning: () => isSilentRunning,
  };
}

/** All items of a stream. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
