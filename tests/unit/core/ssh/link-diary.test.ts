import { expect, test } from 'vitest';
import { linkEvent } from '../../../../main/contract/hosts.ts';
import { LinkDiary } from '../../../../main/core/ssh/staying/link-diary.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

function makeDiary() {
  const clock = new ManualClock(1_000);
  return { clock, diary: new LinkDiary(clock, (sentence) => sentence.replace('canary', 'word')) };
}

test('Events are kept in order with their time, and the oldest make room', () => {
  const { clock, diary } = makeDiary();
  for (let i = 0; i < 250; i++) {
    clock.advance(10);
    diary.note('stage', `Step ${i}.`, { stage: 'banner', durationMs: i });
  }
  const events = diary.events().map((event) => linkEvent.parse(event));
  expect(events).toHaveLength(200);
  expect(events[0]).toEqual({
    number: 51,
    atMs: 1_510,
    kind: 'stage',
    stage: 'banner',
    message: 'Step 50.',
    durationMs: 50,
  });
  expect(events.at(-1)).toMatchObject({ number: 250, message: 'Step 249.' });
  expect(diary.lastNumber).toBe(250);
});

test('An outage of many attempts keeps how it began, and the count of those that ended alike', () => {
  const { clock, diary } = makeDiary();
  diary.note('lost', 'The connection was cut.');
  for (let i = 0; i < 500; i++) {
    diary.note('waiting', 'The next attempt is in 3.0 s.');
    clock.advance(3_000);
    diary.note('dialling', 'Trying host.example port 22.');
    diary.note('failed', 'There is no way.', { stage: 'tcp' });
  }
  diary.note('dialling', 'Trying host.example port 22.');
  diary.note('failed', 'It refused the canary.', { stage: 'tcp' });
  expect(diary.events().map(({ kind, message }) => [kind, message])).toEqual([
    ['lost', 'The connection was cut.'],
    ['waiting', 'The next attempt is in 3.0 s.'],
    ['dialling', 'Trying host.example port 22.'],
    ['failed', 'There is no way. 500 attempts in a row ended so.'],
    ['dialling', 'Trying host.example port 22.'],
    ['failed', 'It refused the word.'],
  ]);
  expect(diary.events()[3]?.atMs).toBe(1_000 + 500 * 3_000);
  const numbers = diary.events().map(({ number }) => number);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
});

test('The same failure after something else happened is an event of its own', () => {
  const { diary } = makeDiary();
  diary.note('failed', 'There is no way.', { stage: 'tcp' });
  diary.note('woke', 'The machine woke up.');
  diary.note('dialling', 'Trying.');
  diary.note('failed', 'There is no way.', { stage: 'tcp' });
  expect(diary.events().map(({ message }) => message)).toEqual([
    'There is no way.',
    'The machine woke up.',
    'Trying.',
    'There is no way.',
  ]);
});
