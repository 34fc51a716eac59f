import { expect, test, vi } from 'vitest';
import { fail } from '../../../../main/contract/failure.ts';
import type { LogItem } from '../../../../main/contract/logs.ts';
import { createLogsModel } from '../../../../renderer/features/logs/logs-model.ts';

const lost = fail('link-lost', 'session', 'The connection was cut.', 'Wait.').failure;
const text = (words: string, isNew = false): LogItem => ({ type: 'text', text: words, isNew });

/** A drawer on a stream that the test writes, over a link that the test holds. */
function drawer({ isUp = true } = {}) {
  const link = Promise.withResolvers<void>();
  if (isUp) link.resolve();
  const streams: ReadableStreamDefaultController<LogItem>[] = [];
  const logs = () => new ReadableStream<LogItem>({ start: (stream) => void streams.push(stream) });
  const session = {
    client: { logs: { follow: logs } },
    onOpen: (listener: () => void) => {
      listener();
      return () => undefined;
    },
  };
  const clock = { nowMs: () => 0, after: () => () => undefined };
  const model = createLogsModel(session as never, clock, { isUp: () => isUp, whenUp: () => link.promise });
  model.open({ profileId: 'p', repositoryId: 'r', name: 'r' });
  const tell = async (item: LogItem) => {
    await vi.waitFor(() => expect(streams).toHaveLength(1));
    streams[0]?.enqueue(item);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { model, state: model.store.getState, streams, tell, connect: () => link.resolve() };
}

test('a server that is away is waited for with the lines as they are, and the log goes on behind them', async () => {
  const { model, state, tell } = drawer();
  await tell(text('one\ntw', true));
  await tell({ type: 'waiting', failure: lost, isRetried: true });
  expect(state()).toMatchObject({ isAway: true, problem: null, log: { lines: ['one', 'tw'] } });
  await tell(text('o\nthree\n'));
  expect(state()).toMatchObject({ isAway: false, problem: null, log: { lines: ['one', 'two', 'three'] } });
  model.close();
});

test('a log is not asked for while its link is down, so that it connects nothing', async () => {
  const { model, state, streams, tell, connect } = drawer({ isUp: false });
  await new Promise((resolve) => setTimeout(resolve));
  expect([state().isAway, streams.length]).toEqual([true, 0]);
  connect();
  await tell(text('one\n', true));
  expect(state()).toMatchObject({ isAway: false, isWaiting: false, log: { lines: ['one'] } });
  model.close();
});
