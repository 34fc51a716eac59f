import { describe, expect, test } from 'vitest';
import { instanceSettings } from '../../../../main/contract/instances.ts';
import { failed, outcomeOf, runningRow, startScene } from './scene.ts';

const context = () => ({ signal: new AbortController().signal });
const on = (repository: string) => ({ profile: 'p', repository });
const token = (letter: string) => letter.repeat(64);
const access = (id: string, letter = 'a') => ({
  id,
  port: 8888,
  token: token(letter),
  path: `/srv/${id}`,
  routePort: 8887,
});

describe('start', () => {
  const verbs = { 'instance-list': () => [], 'instance-start': () => runningRow('web') };

  test('goes past the budget only when it is forced', async () => {
    const scene = startScene(verbs);
    await outcomeOf(scene.instances.start({ ...on('web'), isForced: false }, context()));
    await outcomeOf(scene.instances.start({ ...on('web'), isForced: true }, context()));
    expect(scene.asked.map(({ args }) => args.includes('--force'))).toEqual([false, true]);
  });

  test('finds an instance again whose folder is in none of the profile’s', async () => {
    const rows = [runningRow('no-root', { state: 'suspended', repository: 'tools', path: '/opt/tools' })];
    const scene = startScene({ ...verbs, 'instance-list': () => rows });
    await outcomeOf(scene.instances.start({ ...on('no-root'), isForced: false }, context()));
    expect(scene.asked.at(-1)).toMatchObject({
      verb: 'instance-start',
      args: expect.arrayContaining(['--id', 'no-root', '--repository', 'tools', '--path', '/opt/tools']),
    });
    const { last } = await outcomeOf(scene.instances.start({ ...on('no-such'), isForced: false }, context()));
    expect(last).toMatchObject({ failure: { kind: 'repository-not-found' } });
  });
});

test('restart takes the instance’s own path, and starts one that never ran', async () => {
  const rows = [runningRow('web', { path: '/opt/web' })];
  const scene = startScene({ 'instance-list': () => rows, 'instance-restart': () => runningRow('web') });
  for (const name of ['web', 'fresh']) await outcomeOf(scene.instances.restart(on(name), context()));
  const restarts = scene.asked.filter(({ verb }) => verb === 'instance-restart');
  expect(restarts.map(({ args }) => args[args.indexOf('--path') + 1])).toEqual(['/opt/web', '/srv/fresh']);
});

test('suspending and stopping tell the tabs, a failed one does not', async () => {
  let answer: unknown = runningRow('web', { state: 'suspended' });
  const verb = () => answer;
  const scene = startScene({
    'instance-list': () => [runningRow('web')],
    'instance-suspend': verb,
    'instance-stop': verb,
  });
  scene.admitted.set('web', null);
  await outcomeOf(scene.instances.suspend(on('web'), context()));
  expect(scene.admitted.get('web')).toBe('suspended');
  answer = failed('stop-failed');
  await outcomeOf(scene.instances.stop(on('web'), context()));
  expect(scene.admitted.get('web')).toBe('suspended');
});

test('tabs of an instance that wakes go on with its new token; without a tab nobody asks for it', async () => {
  const scene = startScene({
    'instance-list': () => [],
    'instance-start': () => runningRow('web'),
    'instance-access': () => access('web', 'b'),
  });
  const start = () => outcomeOf(scene.instances.start({ ...on('web'), isForced: false }, context()));
  await start();
  expect(scene.verbs()).toEqual(['instance-start']);
  scene.admitted.set('web', 'suspended');
  await start();
  expect([scene.admitted.get('web'), scene.tokens]).toEqual([null, [token('b')]]);
});

test('settings go to the host one by one, and what is null is left out', async () => {
  const scene = startScene({ 'instance-configure': () => instanceSettings.parse({}) });
  const settings = instanceSettings.parse({
    idleMinutes: 0,
    extraArguments: ['--verbose'],
    environment: { GREETING: 'a=b c' },
  });
  await scene.instances.configure({ ...on('web'), settings }, context());
  expect(scene.asked[0]?.args).toEqual([
    '--id',
    'web',
    '--idle-minutes',
    '0',
    '--argument',
    '--verbose',
    '--variable',
    'GREETING=a=b c',
  ]);
});

test('an address that is none, or a password with a line break, is refused', async () => {
  for (const told of [
    { url: 'javascript:alert(1)', password: 'x' },
    { url: 'https://a.example/', password: 'a\nb' },
  ]) {
    const scene = startScene({ 'instance-public': () => told });
    await expect(scene.instances.publicAddress(on('web'), context())).rejects.toThrow();
  }
});

describe('watching', () => {
  const watch = (scene: ReturnType<typeof startScene>) => {
    const abort = new AbortController();
    const items = scene.instances.watch({ profile: 'p' }, { signal: abort.signal })[Symbol.asyncIterator]();
    return { items, abort };
  };

  test('puts the host right once after each connect, before the first list', async () => {
    const scene = startScene({ reconcile: () => ({ changes: [] }), 'instance-list': () => [runningRow('web')] });
    const { items, abort } = watch(scene);
    expect((await items.next()).value).toMatchObject({ type: 'instances' });
    await scene.clock.advanceSettled(5000);
    expect(scene.verbs()).toEqual(['reconcile', 'instance-list', 'instance-list']);
    scene.setState('reconnecting');
    scene.setState('connected');
    await scene.clock.advanceSettled(0);
    expect(scene.verbs().slice(3)).toEqual(['reconcile', 'instance-list']);
    abort.abort();
    await items.next();
    expect(scene.clock.pendingCount).toBe(0);
  });

  test('a host that cannot be put right is told, and listed all the same', async () => {
    const scene = startScene({ reconcile: () => failed('busy'), 'instance-list': () => [] });
    const { items, abort } = watch(scene);
    expect((await items.next()).value).toMatchObject({ type: 'failed', failure: { kind: 'busy' } });
    expect((await items.next()).value).toMatchObject({ type: 'instances', instances: [] });
    abort.abort();
  });

  test('a list that is told after a failure to put the host right ends that failure, also an unchanged list', async () => {
    let isBroken = false;
    const scene = startScene({
      reconcile: () => (isBroken ? failed('busy') : { changes: [] }),
      'instance-list': () => [runningRow('web')],
    });
    const { items, abort } = watch(scene);
    await items.next();
    isBroken = true;
    scene.setState('reconnecting');
    scene.setState('connected');
    expect((await items.next()).value).toMatchObject({ type: 'failed' });
    expect((await items.next()).value).toMatchObject({ type: 'instances' });
    abort.abort();
  });

  test('a reading that began before an instance was stopped is not told, to the tabs neither', async () => {
    const readings: ((rows: unknown) => void)[] = [];
    let isHeld = true;
    let rows = [runningRow('web')];
    const scene = startScene({
      reconcile: () => ({ changes: [] }),
      'instance-list': () => (isHeld ? new Promise((resolve) => readings.push(resolve)) : rows),
      'instance-stop': () => runningRow('web', { state: 'stopped' }),
      'instance-access': () => access('web'),
    });
    scene.admitted.set('web', null);
    const { items, abort } = watch(scene);
    const first = items.next();
    await scene.clock.advanceSettled(0);
    isHeld = false;
    await outcomeOf(scene.instances.stop(on('web'), context()));
    const old = rows;
    rows = [runningRow('web', { state: 'stopped' })];
    for (const answer of readings) answer(old);
    expect((await first).value).toMatchObject({ instances: [{ state: 'stopped' }] });
    expect([scene.admitted.get('web'), scene.tokens]).toEqual(['stopped', []]);
    abort.abort();
  });

  test('what is watched is read at once after a start, also when the ports of the profile were changed', async () => {
    let rows = [runningRow('web', { state: 'stopped' })];
    const scene = startScene({
      reconcile: () => ({ changes: [] }),
      'instance-list': () => rows,
      'instance-start': () => runningRow('web'),
    });
    const { items, abort } = watch(scene);
    await items.next();
    scene.changePorts();
    rows = [runningRow('web')];
    const next = items.next();
    await outcomeOf(scene.instances.start({ ...on('web'), isForced: false }, context()));
    await scene.clock.advanceSettled(0);
    expect((await next).value).toMatchObject({ instances: [{ state: 'running' }] });
    abort.abort();
  });

  test('tabs of a run that could not be let in are let in with the next reading', async () => {
    let isLost = false;
    let row = runningRow('web');
    const scene = startScene({
      reconcile: () => ({ changes: [] }),
      'instance-list': () => [row],
      'instance-access': () => (isLost ? failed('link-lost') : access('web', 'b')),
    });
    await scene.instances.open(on('web'), context());
    const { items, abort } = watch(scene);
    await items.next();
    await scene.clock.advanceSettled(0);
    const before = scene.tokens.length;
    isLost = true;
    row = runningRow('web', { startedAtMs: 2 });
    await scene.clock.advanceSettled(5000);
    isLost = false;
    await scene.clock.advanceSettled(5000);
    expect(scene.tokens.slice(before)).toEqual([token('b')]);
    abort.abort();
  });

  test('tabs follow what the keeper does: suspended, woken, restarted', async () => {
    let row = runningRow('web');
    let letter = 'a';
    const scene = startScene({
      reconcile: () => ({ changes: [] }),
      'instance-list': () => [row],
      'instance-access': () => access('web', letter),
    });
    await scene.instances.open(on('web'), context());
    const { items, abort } = watch(scene);
    await items.next();
    const see = async (part: Parameters<typeof runningRow>[1], token = letter) => {
      row = runningRow('web', part);
      letter = token;
      await scene.clock.advanceSettled(5000);
      return scene.admitted.get('web');
    };
    expect(await see({ state: 'suspended' })).toBe('suspended');
    expect(await see({ startedAtMs: 2 }, 'b')).toBe(null);
    expect(scene.tokens.at(-1)).toBe(token('b'));
    // A crash and a restart between two looks.
    const before = scene.tokens.length;
    expect(await see({ startedAtMs: 3 }, 'c')).toBe(null);
    expect(scene.tokens.slice(before)).toEqual([token('c')]);
    await see({ startedAtMs: 3 });
    expect(scene.tokens).toHaveLength(before + 1);
    abort.abort();
  });
});
