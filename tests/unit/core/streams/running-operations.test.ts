import { describe, expect, it } from 'vitest';
import { fail, type Result, succeed } from '../../../../main/contract/failure.ts';
import type { OperationItem, OperationStep } from '../../../../main/contract/operation.ts';
import { operationStream } from '../../../../main/core/streams/operation-stream.ts';
import { RunningOperations } from '../../../../main/core/streams/running-operations.ts';
import { StepHistory } from '../../../../main/core/streams/step-history.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

const stepOf = (state: OperationStep['state'], title: string, stage: OperationStep['stage'] = 'push') =>
  ({ stage, state, title, atMs: 0 }) as const;
const never = new AbortController().signal;

/** All that is told: the titles of the steps, then how it ended. */
async function all(items: AsyncIterable<OperationItem<string>>): Promise<string[]> {
  const told: string[] = [];
  for await (const item of items) told.push(item.type === 'step' ? item.step.title : item.type);
  return told;
}

/** One operation under way, whose steps and end the test tells. */
function underWay() {
  const operations = new RunningOperations<string, string>(new ManualClock(42));
  const end = Promise.withResolvers<Result<string>>();
  let tell: (step: OperationStep) => void = () => {};
  let signal: AbortSignal = never;
  const operation = operations.begin('all', (onStep, cancelSignal) => {
    tell = onStep;
    signal = cancelSignal;
    return end.promise;
  });
  return { operations, operation, end, signal, tell: (step: OperationStep) => tell(step) };
}

describe('an operation under way', () => {
  it('is followed from its beginning on by who comes late, and is found until it ends', async () => {
    const { operations, operation, end, tell } = underWay();
    const first = all(operation.follow(never));
    tell(stepOf('started', 'one'));
    const [found] = operations.all((asked) => asked === 'all');
    expect(found?.startedAtMs).toBe(42);
    const late = operation.follow(never);
    expect(await late.next()).toMatchObject({ value: { step: { title: 'one' } } });
    tell(stepOf('done', 'two'));
    end.resolve(succeed('ready'));
    expect(await late.next()).toMatchObject({ value: { step: { title: 'two' } } });
    expect(await late.next()).toMatchObject({ value: { type: 'done', value: 'ready' } });
    expect(await first).toEqual(['one', 'two', 'done']);
    expect([...operations.all(() => true), ...operations.unheard(() => true)]).toEqual([]);
  });

  it('that ends while nobody is there is kept to be told, and only then', async () => {
    const { operations, operation, end, tell } = underWay();
    const reload = new AbortController();
    void all(operation.follow(reload.signal));
    tell(stepOf('started', 'one'));
    reload.abort();
    end.resolve(fail('disk-full', 'unpack', 'The disk is full.', 'Free some space.'));
    await operation.outcome;
    expect(operations.all(() => true)).toEqual([]);
    const [missed] = operations.unheard((asked) => asked === 'all');
    expect(missed && (await all(missed.follow(never)))).toEqual(['one', 'failed']);
    operations.forget(operations.unheard(() => true));
    expect(operations.unheard(() => true)).toEqual([]);
  });

  it('is not kept for ever when nobody comes', async () => {
    const operations = new RunningOperations<number, string>(new ManualClock());
    for (let asked = 0; asked < 25; asked += 1) await operations.begin(asked, async () => succeed('ready')).outcome;
    expect(operations.unheard(() => true).map(({ asked }) => asked)).toEqual(
      Array.from({ length: 20 }, (_, at) => at + 5),
    );
  });

  it('goes on when a follower leaves, and nothing is kept for that one', async () => {
    const { operation, end, tell } = underWay();
    const leaver = operation.follow(never);
    tell(stepOf('started', 'one'));
    await leaver.next();
    await leaver.return();
    expect(await leaver.next()).toMatchObject({ done: true });
    const stayer = all(operation.follow(never));
    tell(stepOf('done', 'two'));
    end.resolve(succeed('ready'));
    expect(await stayer).toEqual(['one', 'two', 'done']);
  });

  it('is called off, and says whether that came in time; one that breaks stops nobody', async () => {
    const inTime = underWay();
    const calledOff = inTime.operation.callOff(never);
    expect(inTime.signal.aborted).toBe(true);
    inTime.end.resolve(fail('cancelled', 'packages', 'It was called off.', 'Again.'));
    expect(await calledOff).toBe(true);
    const late = underWay();
    late.end.resolve(succeed('ready'));
    expect(await late.operation.callOff(never)).toBe(false);
    const broken = underWay();
    broken.end.reject(new Error('a bug'));
    expect(await broken.operation.callOff(never)).toBe(false);
    expect(broken.operations.all(() => true)).toEqual([]);
  });
});

it('keeps little for a reader who is slower than a host tells', async () => {
  const end = Promise.withResolvers<Result<string>>();
  let tell: (step: OperationStep) => void = () => {};
  const items = operationStream((onStep) => {
    tell = onStep;
    onStep(stepOf('started', 'Sending'));
    return end.promise;
  });
  expect(await items.next()).toMatchObject({ value: { step: { title: 'Sending' } } });
  for (let count = 0; count < 10_000; count += 1) tell(stepOf('output', `line ${count}`, 'packages'));
  tell(stepOf('progress', 'one half'));
  tell(stepOf('progress', 'all of it'));
  tell(stepOf('done', 'Sending'));
  end.resolve(succeed('ready'));
  const told: string[] = [];
  for await (const item of items) told.push(item.type === 'step' ? item.step.title : item.type);
  expect([told.length, told[0], ...told.slice(-4)]).toEqual([
    503,
    'line 9500',
    'line 9999',
    'all of it',
    'Sending',
    'done',
  ]);
});

describe('the history of steps', () => {
  it('has where each bar stands and the end of what was printed, and has its limits', () => {
    const history = new StepHistory();
    history.add(stepOf('started', 'Sending'));
    for (let count = 0; count < 1000; count += 1) {
      history.add(stepOf('progress', `${count} MB`));
      history.add(stepOf('output', `line ${count}`, 'packages'));
    }
    const titles = history.steps.map(({ title }) => title);
    expect(titles[0]).toBe('Sending');
    expect(titles.filter((title) => title.endsWith('MB'))).toEqual(['999 MB']);
    expect([titles.length, titles[1], titles.at(-1)]).toEqual([502, 'line 500', 'line 999']);
    for (let count = 0; count < 3000; count += 1) history.add(stepOf('started', `step ${count}`));
    expect(history.steps.length).toBe(2500);
    expect(history.steps.filter(({ state }) => state === 'output')).toHaveLength(500);
  });
});
