import { expect, test } from 'vitest';
import { succeed } from '../../../../main/contract/failure.ts';
import { createHostLogsModel } from '../../../../renderer/features/logs/host/host-logs-model.ts';
import { choicesOf } from '../../../../renderer/features/logs/host/log-choices.ts';

const listed = (kind: 'instance' | 'operations', repository: string | null, title: string, isPrevious = false) => ({
  source: { kind, repository, isPrevious },
  title,
  sizeBytes: 1,
  changedAtMs: 2,
});

test('logs are listed where the link is up only, again and again until nobody looks', async () => {
  let listCount = 0;
  let link = Promise.withResolvers<void>();
  const timers: (() => void)[] = [];
  const sources = async () => {
    listCount += 1;
    return succeed([listed('operations', null, 'What Berth did')]);
  };
  const session = { client: { logs: { sources, follow: async function* () {} } }, onOpen: () => () => undefined };
  const clock = {
    nowMs: () => 0,
    after: (_delayMs: number, action: () => void) => {
      timers.push(action);
      return () => timers.splice(timers.indexOf(action), 1);
    },
  };
  const whenUp = (_id: string, signal: AbortSignal) =>
    Promise.race([link.promise, new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))]);
  const model = createHostLogsModel(session as never, clock, { isUp: () => true, whenUp });
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  const stop = model.keepListed('p');
  await settled();
  expect(listCount).toBe(0);
  link.resolve();
  await settled();
  expect([listCount, model.sources.store.getState().p?.sources?.length, timers.length]).toEqual([1, 1, 1]);
  link = Promise.withResolvers<void>();
  timers.pop()?.();
  await settled();
  expect(listCount).toBe(1);
  link.resolve();
  await settled();
  expect(listCount).toBe(2);
  stop();
  expect(timers).toEqual([]);
});

test('the host’s own logs can be chosen before they are there; those of repositories by their names', () => {
  const { host, repositories } = choicesOf('p', [
    listed('instance', 'web-1', 'web'),
    listed('instance', 'web-1', 'web', true),
    listed('instance', 'api-2', 'api'),
    listed('operations', null, 'What Berth did'),
  ]);
  expect(host.map(({ subject, listed: row }) => [subject.kind, row !== null])).toEqual([
    ['operations', true],
    ['nginx-access', false],
    ['nginx-error', false],
    ['keeper', false],
  ]);
  expect(repositories.map(({ key, subject }) => [key, subject.name])).toEqual([
    ['instance api-2', 'api'],
    ['instance web-1', 'web'],
  ]);
});
