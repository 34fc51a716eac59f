import { expect, test } from 'vitest';
import { applyOutput, applyStep, currentStep, type ProgressStep } from '../../../../renderer/lib/operation-progress.ts';

const report = (stage: string, state: ProgressStep['state'], atMs: number, title = stage) => ({
  stage,
  state,
  atMs,
  title,
});
const play = (...reports: ReturnType<typeof report>[]) => reports.reduce<readonly ProgressStep[]>(applyStep, []);

test('a step keeps its line and changes in place', () => {
  const steps = play(report('claim', 'started', 1), report('process', 'started', 4), report('claim', 'done', 5));
  expect(steps.map(({ stage, state, startedAtMs, endedAtMs }) => [stage, state, startedAtMs, endedAtMs])).toEqual([
    ['claim', 'done', 1, 5],
    ['process', 'started', 4, null],
  ]);
});

test('a stage that begins again after it was done is a line of its own', () => {
  const steps = play(report('claim', 'started', 1), report('claim', 'done', 2), report('claim', 'started', 3));
  expect(steps.map(({ state }) => state)).toEqual(['done', 'started']);
});

test('steps of one stage in the same millisecond are told apart, and keep their number while they change', () => {
  const reports = [report('remove', 'started', 1), report('remove', 'done', 1)];
  const steps = play(...reports, ...reports, ...reports);
  expect(steps.map(({ number }) => number)).toEqual([0, 1, 2]);
});

test('undoing marks the line that was done', () => {
  const steps = play(report('claim', 'started', 1), report('claim', 'done', 2), report('claim', 'undone', 3));
  expect(steps.map(({ state, endedAtMs }) => [state, endedAtMs])).toEqual([['undone', 3]]);
});

test('an end without a beginning still gets a line', () => {
  expect(play(report('stop', 'done', 7))).toMatchObject([{ stage: 'stop', state: 'done', endedAtMs: 7 }]);
});

test('the step to name is the one that runs, else the last', () => {
  expect(currentStep([])).toBeNull();
  expect(currentStep(play(report('a', 'started', 1), report('b', 'done', 2)))?.stage).toBe('a');
  expect(currentStep(play(report('a', 'done', 1), report('b', 'done', 2)))?.stage).toBe('b');
});

test('progress keeps the name of its step and goes with its end; what programs print is no step', () => {
  const began = play(report('push', 'started', 1, 'Sending it'));
  const moved = applyStep(began, { ...report('push', 'started', 2, '3 MB of 9 MB'), state: 'progress', share: 0.3 });
  expect(moved).toMatchObject([{ title: 'Sending it', note: '3 MB of 9 MB', share: 0.3 }]);
  const same = applyStep(moved, { ...report('push', 'started', 3, 'Sending it'), state: 'progress' });
  expect(same).toMatchObject([{ title: 'Sending it', note: null, share: null }]);
  const printed = { ...report('push', 'started', 4, 'a line'), state: 'output' as const };
  expect(applyStep(moved, printed)).toBe(moved);
  expect(applyStep(moved, report('push', 'done', 5, 'Sending it'))).toMatchObject([{ note: null, share: null }]);
  let lines: readonly string[] = [];
  for (let count = 0; count < 500; count += 1) lines = applyOutput(lines, { ...printed, title: `line ${count}` });
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([400, 'line 100', 'line 499']);
});
