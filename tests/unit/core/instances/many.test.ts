import { expect, test } from 'vitest';
import { failed, outcomeOf, runningRow, startScene } from './scene.ts';

const rows = () => [
  runningRow('up'),
  ...(['stopped', 'suspended', 'crashed'] as const).map((state) => runningRow(state, { state, path: `/srv/${state}` })),
  runningRow('beginning', { state: 'starting' }),
];
const idOf = (args: readonly string[]) => args[args.indexOf('--id') + 1] ?? '';

test('without names, whatever does not run is started; what one fails with is told beside the others', async () => {
  const scene = startScene({
    'instance-list': rows,
    'instance-start': (args) => (idOf(args) === 'crashed' ? failed('out-of-memory') : runningRow(idOf(args))),
  });
  const { last, all } = await outcomeOf(scene.instances.startAll({ profile: 'p', repositories: [] }, neverAborted()));
  expect(last).toMatchObject({
    type: 'done',
    value: {
      instances: [{ id: 'stopped' }, { id: 'suspended' }],
      failures: [{ id: 'crashed', repository: 'crashed', failure: { kind: 'out-of-memory' } }],
    },
  });
  const steps = all.flatMap((item) => (item.type === 'step' ? [`${item.step.state} ${item.step.title}`] : []));
  expect(steps.toSorted()).toEqual([
    'done Starting stopped (1 of 3)',
    'done Starting suspended (2 of 3)',
    'started Starting crashed (3 of 3)',
    'started Starting stopped (1 of 3)',
    'started Starting suspended (2 of 3)',
    'undone Starting crashed (3 of 3)',
  ]);
  expect(scene.asked.find(({ args }) => idOf(args) === 'suspended')?.args).toEqual(
    expect.arrayContaining(['--path', '/srv/suspended', '--port-first', '8888']),
  );
});

test('a name that fits nothing refuses the whole before anything is started, and a name given twice is started once', async () => {
  const scene = startScene({ 'instance-list': rows, 'instance-start': (args) => runningRow(idOf(args)) });
  const start = (repositories: string[]) =>
    outcomeOf(scene.instances.startAll({ profile: 'p', repositories }, neverAborted()));
  expect((await start(['web', 'no-such'])).last).toMatchObject({ failure: { kind: 'repository-not-found' } });
  expect(scene.verbs()).not.toContain('instance-start');
  expect((await start(['web', 'web'])).last).toMatchObject({ value: { instances: [{ id: 'web' }], failures: [] } });
});

test('no more than four start at once', async () => {
  const waiting: (() => void)[] = [];
  let mostAtOnce = 0;
  const scene = startScene({
    'instance-list': () => [],
    'instance-start': (args) => {
      const { promise, resolve } = Promise.withResolvers<unknown>();
      waiting.push(() => resolve(runningRow(idOf(args))));
      mostAtOnce = Math.max(mostAtOnce, waiting.length);
      return promise;
    },
  });
  const names = Array.from({ length: 12 }, (_, index) => `web-${index}`);
  const outcome = outcomeOf(scene.instances.startAll({ profile: 'p', repositories: names }, neverAborted()));
  for (let count = 0; count < names.length; count += 1) {
    while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
    waiting.shift()?.();
  }
  expect((await outcome).last).toMatchObject({ value: { instances: { length: 12 } } });
  expect(mostAtOnce).toBe(4);
});

test('stopping all is one command; its failures are whole, and the tabs of what stopped are told', async () => {
  const failure = { kind: 'stop-failed', stage: 'stop', message: 'It \u001b[1mstays.', nextStep: 'Clean up.' };
  const scene = startScene({
    'instance-stop-all': () => ({
      instances: [runningRow('one', { state: 'stopped' })],
      failures: [{ id: 'two', repository: 'two', failure }],
    }),
  });
  scene.admitted.set('one', null).set('two', null);
  const { last } = await outcomeOf(scene.instances.stopAll({ profile: 'p' }, neverAborted()));
  expect(last).toMatchObject({
    value: {
      instances: [{ id: 'one' }],
      failures: [{ id: 'two', failure: { message: 'It stays.', detail: null, hostKey: null, secretKind: null } }],
    },
  });
  expect([...scene.admitted]).toEqual([
    ['one', 'stopped'],
    ['two', null],
  ]);
});

function neverAborted() {
  return { signal: new AbortController().signal };
}
