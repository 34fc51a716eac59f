import { pino } from 'pino';
import { expect, test } from 'vitest';
import { fail, type Result, succeed } from '../../../../main/contract/failure.ts';
import type { Host } from '../../../../main/core/host.ts';
import { HostOrder } from '../../../../main/core/watching/host-order.ts';
import { HostWatcher } from '../../../../main/core/watching/host-watcher.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

/** A host whose `reconcile` is answered by hand, and what is read there counted. */
function startScene() {
  const clock = new ManualClock();
  const answers: ((outcome: Result<{ changes: never[] }>) => void)[] = [];
  const heard = new Set<(status: { state: string }) => void>();
  let state = 'connected';
  const host = {
    profile: { id: 'p' },
    link: {
      status: () => ({ state }),
      onDidChangeStatus: (listener: (status: { state: string }) => void) => {
        heard.add(listener);
        return () => heard.delete(listener);
      },
    },
    remote: { call: () => new Promise((resolve) => answers.push(resolve)) },
  } as unknown as Host;
  const logger = pino({ enabled: false });
  const order = new HostOrder(host, logger);
  const told: string[] = [];
  const start = (name: string) =>
    new HostWatcher<string>({
      host,
      order,
      clock,
      logger,
      pollMs: 1000,
      read: async () => name,
      ...(name === 'editors' && { disorder: ({ kind }) => `not put right: ${kind}` }),
    }).watch((news) => told.push(news));
  return {
    clock,
    told,
    start,
    listenerCount: () => heard.size,
    askedCount: () => answers.length,
    answer: async (outcome: Result<{ changes: never[] }>) => {
      answers.at(-1)?.(outcome);
      await clock.advanceSettled(0);
    },
    enter: (next: string) => {
      state = next;
      for (const listener of heard) listener({ state });
    },
  };
}
const inOrder = succeed({ changes: [] });

test('all who watch something of a host have it put right once, and again after a lost link', async () => {
  const { answer, askedCount, enter, start, told } = startScene();
  start('editors');
  start('sessions');
  expect([askedCount(), told]).toEqual([1, []]);
  await answer(inOrder);
  expect(told).toEqual(['editors', 'sessions']);
  enter('reconnecting');
  enter('connected');
  expect(askedCount()).toBe(2);
});

test('what a lost link left undone is done after its return', async () => {
  const { answer, askedCount, enter, start, told } = startScene();
  start('sessions');
  enter('reconnecting');
  await answer(fail('link-lost', 'script', 'It is gone.', 'Wait.'));
  enter('connected');
  expect(askedCount()).toBe(2);
  await answer(inOrder);
  expect(told).toEqual(['sessions']);
});

test('a host that could not be put right is told once, by those who tell it, and read all the same', async () => {
  const { answer, askedCount, clock, start, told } = startScene();
  start('editors');
  start('sessions');
  await answer(fail('busy', 'script', 'It is busy.', 'Try again.'));
  await clock.advanceSettled(5000);
  expect(told.sort()).toEqual(['editors', 'not put right: busy', 'sessions']);
  expect(askedCount()).toBe(1);
});

test('whoever comes later has the host put right anew, and nothing goes on without anybody', async () => {
  const { answer, askedCount, clock, listenerCount, start } = startScene();
  const leave = start('sessions');
  await answer(inOrder);
  const leaveOther = start('editors');
  expect(askedCount()).toBe(2);
  await answer(inOrder);
  leave();
  leaveOther();
  expect([listenerCount(), clock.pendingCount]).toEqual([0, 0]);
});
