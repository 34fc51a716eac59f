import { expect, test } from 'vitest';
import { poll } from '../../../../renderer/lib/poll.ts';

function setUp() {
  let isVisible = true;
  let wake = () => undefined as unknown;
  const timers = new Set<() => void>();
  const pending: (() => void)[] = [];
  let count = 0;
  const stop = poll({
    everyMs: 10,
    task: () => {
      count += 1;
      return new Promise<void>((resolve) => pending.push(resolve));
    },
    isVisible: () => isVisible,
    onVisible(listener) {
      wake = listener;
      return () => undefined;
    },
    after(_delayMs, action) {
      timers.add(action);
      return () => timers.delete(action);
    },
  });
  const tick = () => {
    for (const action of [...timers]) {
      timers.delete(action);
      action();
    }
  };
  const finish = async () => {
    pending.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const show = (visible: boolean) => {
    isVisible = visible;
    wake();
  };
  return { stop, tick, finish, show, timers, count: () => count };
}

test('asks at once, and again only after the answer and the pause', async () => {
  const { tick, finish, count } = setUp();
  expect(count()).toBe(1);
  tick();
  expect(count()).toBe(1);
  await finish();
  expect(count()).toBe(1);
  tick();
  expect(count()).toBe(2);
});

test('a hidden page asks nothing, and asks at once when it is seen again', async () => {
  const { tick, finish, show, count } = setUp();
  await finish();
  show(false);
  tick();
  expect(count()).toBe(1);
  show(true);
  expect(count()).toBe(2);
  show(true);
  expect(count()).toBe(2);
});

test('stopping leaves no timer, also while a question runs', async () => {
  const { stop, finish, timers } = setUp();
  stop();
  await finish();
  expect(timers.size).toBe(0);
});
