import { expect, test } from 'vitest';
import { fail, type Result, succeed } from '../../../../main/contract/failure.ts';
import type { RawAnswer } from '../../../../main/core/remote/document.ts';
import { Runner } from '../../../../main/core/remote/runner.ts';
import type { ScriptSession } from '../../../../main/core/remote/script-session.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

/** A runner whose sessions answer when the test says so, and note what they are asked. */
function makeRunner() {
  const asked: string[] = [];
  const answers: ((answer: Result<RawAnswer>) => void)[] = [];
  let closedCount = 0;
  const session = {
    hasEnded: false,
    ask: (command: string) => {
      asked.push(command);
      const { promise: outcome, resolve: settle } = Promise.withResolvers<Result<RawAnswer>>();
      answers.push(settle);
      return { outcome, settle };
    },
    close: () => {
      closedCount += 1;
    },
  } as unknown as ScriptSession;
  const runner = new Runner(async () => succeed(session), new ManualClock());
  const lose = () => answers.shift()?.(fail('link-lost', 'script', 'It was lost.', 'Try again.'));
  const answer = (document: string) => answers.shift()?.(succeed({ document, log: '', exitCode: 0 }));
  return { runner, asked, answer, lose, closedCount: () => closedCount };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test('A call that is given up while it waits for its turn ends at once and is never made', async () => {
  const { runner, asked, answer } = makeRunner();
  const first = runner.call('first', [], 1_000);
  const gone = new AbortController();
  const second = runner.call('second', [], 1_000, gone.signal);
  const third = runner.call('third', [], 1_000);
  await settled();
  gone.abort(new Error('The page was closed.'));
  await expect(second).rejects.toThrow('The page was closed.');
  answer('1');
  await settled();
  answer('3');
  expect([await first, await third]).toMatchObject([{ value: { document: '1' } }, { value: { document: '3' } }]);
  expect(asked).toEqual(['first', 'third']);
});

test('A call that is given up half-way is not heard, and the next one waits for its end', async () => {
  const { runner, asked, answer } = makeRunner();
  const gone = new AbortController();
  const first = runner.call('first', [], 1_000, gone.signal);
  const second = runner.call('second', [], 1_000);
  await settled();
  gone.abort(new Error('The page was closed.'));
  await expect(first).rejects.toThrow('The page was closed.');
  await settled();
  expect(asked).toEqual(['first']);
  answer('1');
  await settled();
  answer('2');
  expect(await second).toMatchObject({ value: { document: '2' } });
});

test('An operation that is given up before its turn takes no session from the calls', async () => {
  const { runner, answer, closedCount } = makeRunner();
  const first = runner.call('first', [], 1_000);
  const gone = new AbortController();
  let hasBegun = false;
  const operation = runner.standAside(async () => {
    hasBegun = true;
  }, gone.signal);
  await settled();
  gone.abort(new Error('The page was closed.'));
  await expect(operation).rejects.toThrow('The page was closed.');
  answer('1');
  await first;
  await settled();
  expect([hasBegun, closedCount()]).toEqual([false, 0]);
});

test.each([
  ['is made again where nothing can be done twice', false, ['first', 'typing', 'typing']],
  ['is never made again where something would be', true, ['first', 'typing']],
])('A call whose runner went away half-way %s', async (_what, isOnce, calls) => {
  const { runner, asked, answer, lose } = makeRunner();
  const first = runner.call('first', [], 1_000);
  await settled();
  answer('1');
  await first;
  const typing = runner.call('typing', [], 1_000, undefined, isOnce);
  await settled();
  lose();
  await settled();
  answer('2');
  expect(await typing).toMatchObject(isOnce ? { failure: { kind: 'link-lost' } } : { value: { document: '2' } });
  expect(asked).toEqual(calls);
});
