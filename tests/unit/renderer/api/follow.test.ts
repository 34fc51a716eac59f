import { expect, test } from 'vitest';
import { follow } from '../../../../renderer/api/follow.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

/** A stream per asking, and a session whose channels open by hand. */
function setUp() {
  const clock = new ManualClock();
  const streams: { readonly signal: AbortSignal; readonly push: (item: string | Error) => Promise<void> }[] = [];
  const items: string[] = [];
  let openChannel: () => void = () => undefined;
  const stop = follow<string>({
    clock,
    session: {
      onOpen(listener) {
        openChannel = listener;
        return () => {
          openChannel = () => undefined;
        };
      },
    },
    onItem: (item) => items.push(item),
    async *open(signal) {
      let next = Promise.withResolvers<string>();
      streams.push({
        signal,
        async push(item) {
          if (item instanceof Error) next.reject(item);
          else next.resolve(item);
          await new Promise((resolve) => setImmediate(resolve));
        },
      });
      for (;;) {
        const item = await next.promise;
        if (item === 'end') return;
        next = Promise.withResolvers();
        yield item;
      }
    },
  });
  return { clock, streams, items, stop, openChannel: () => openChannel() };
}

test('nothing is asked before there is a channel; then items arrive', async () => {
  const { streams, items, openChannel } = setUp();
  expect(streams).toHaveLength(0);
  openChannel();
  await streams[0]?.push('a');
  expect(items).toEqual(['a']);
});

test('a stream that ended or failed is asked for again after a pause', async () => {
  const { clock, streams, items, openChannel } = setUp();
  openChannel();
  await streams[0]?.push('end');
  expect(streams).toHaveLength(1);
  clock.advance(2_000);
  await streams[1]?.push(new Error('closed'));
  clock.advance(2_000);
  await streams[2]?.push('b');
  expect(items).toEqual(['b']);
});

test('a new channel begins the stream anew and ends the old one', async () => {
  const { clock, streams, items, openChannel } = setUp();
  openChannel();
  openChannel();
  expect(streams.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  await streams[0]?.push('old');
  await streams[1]?.push('new');
  expect(items).toEqual(['new']);
  expect(clock.pendingCount).toBe(0);
});

test('stopping aborts the stream, and nothing comes or is asked any more', async () => {
  const { clock, streams, items, stop, openChannel } = setUp();
  openChannel();
  stop();
  expect(streams[0]?.signal.aborted).toBe(true);
  await streams[0]?.push('late');
  openChannel();
  expect(items).toEqual([]);
  expect(streams).toHaveLength(1);
  expect(clock.pendingCount).toBe(0);
});
