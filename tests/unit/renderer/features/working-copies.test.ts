import { expect, test } from 'vitest';
import { fail, succeed } from '../../../../main/contract/failure.ts';
import type { BerthClient } from '../../../../renderer/api/berth-client.ts';
import { copyMark, shortCount } from '../../../../renderer/features/repositories/list/copy-words.ts';
import { createWorkingCopiesModel } from '../../../../renderer/features/repositories/list/working-copies-model.ts';

const level = { changedCount: 0, aheadCount: 0, behindCount: 0 };
const lost = fail('link-lost', 'session', 'The link is gone.', 'Try again.');

/** A model whose answers wait until the test gives them. */
function makeScene() {
  const asked: string[][] = [];
  let answer: ((isGood: boolean) => void) | null = null;
  const inspect = (({ repositories }: { repositories: string[] }) => {
    asked.push(repositories);
    return new Promise((resolve) => {
      answer = (isGood) => resolve(isGood ? succeed(repositories.map((id) => ({ id, ...level }))) : lost);
    });
  }) as unknown as BerthClient['repositories']['inspect'];
  const client = { repositories: { inspect } } as unknown as Pick<BerthClient, 'repositories'>;
  const timers = new Set<() => void>();
  const model = createWorkingCopiesModel(client, {
    after(_delayMs, action) {
      timers.add(action);
      return () => timers.delete(action);
    },
  });
  return {
    model,
    asked,
    gather() {
      const due = [...timers];
      timers.clear();
      for (const action of due) action();
    },
    async reply(isGood = true) {
      answer?.(isGood);
      await new Promise((resolve) => setImmediate(resolve));
    },
    read: () => Object.keys(model.store.getState().host?.copies ?? {}),
  };
}
const ids = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `r${from + index}`);

test('what is looked at is asked for once, at most fifty at a time, and what scrolled away meanwhile is not', async () => {
  const { model, asked, gather, reply, read } = makeScene();
  const looks = ids(120).map((id) => model.look('host', id));
  expect(asked).toEqual([]);
  gather();
  expect(asked.map((batch) => batch.length)).toEqual([50]);
  for (const stop of looks.slice(60)) stop();
  await reply();
  expect(asked.map((batch) => batch.length)).toEqual([50, 10]);
  await reply();
  model.look('host', 'r3');
  gather();
  expect(asked).toHaveLength(2);
  expect(read()).toEqual(ids(60));
});

test('a refresh asks again for what is looked at, keeps the old reading until then, and the rest when it is looked at', async () => {
  const { model, asked, gather, reply, read } = makeScene();
  model.look('host', 'a');
  const stop = model.look('host', 'b');
  gather();
  await reply();
  stop();
  model.refresh('host');
  expect(read()).toEqual(['a', 'b']);
  gather();
  expect(asked).toEqual([['a', 'b'], ['a']]);
  await reply();
  model.look('host', 'b');
  gather();
  expect(asked.at(-1)).toEqual(['b']);
});

test('what changes while it is asked about is asked again', async () => {
  const { model, asked, gather, reply } = makeScene();
  model.look('host', 'a');
  gather();
  model.refresh('host', ['a']);
  gather();
  expect(asked).toHaveLength(1);
  await reply();
  expect(asked).toEqual([['a'], ['a']]);
});

test('a failure is told and not repeated until the list is read again', async () => {
  const { model, asked, gather, reply } = makeScene();
  for (const id of ids(80)) model.look('host', id);
  gather();
  await reply(false);
  expect(asked).toHaveLength(1);
  expect(model.store.getState().host?.problem?.kind).toBe('link-lost');
  model.refresh('host');
  gather();
  await reply();
  expect(model.store.getState().host?.problem).toBeNull();
});

test('marks are few, and unknown counts are no marks', () => {
  expect(copyMark(undefined).words).toBeNull();
  expect(copyMark({ id: 'a', changedCount: null, aheadCount: null, behindCount: null }).words).toBeNull();
  expect(copyMark({ id: 'a', changedCount: 1, aheadCount: 0, behindCount: 120 })).toEqual({
    isDirty: true,
    ahead: 0,
    behind: 120,
    words: '1 changed file, 120 commits behind',
  });
  expect([shortCount(99), shortCount(100)]).toEqual(['99', '99+']);
});
