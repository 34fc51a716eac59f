import { expect, test } from 'vitest';
import { succeed } from '../../../../main/contract/failure.ts';
import type { LogItem } from '../../../../main/contract/instances.ts';
import type { Host } from '../../../../main/core/host.ts';
import { failed, runningRow, startScene } from './scene.ts';

/** The log of one instance on a host, as the verb reads it. */
function logScene() {
  const log = { text: '', run: 'first', problem: null as ReturnType<typeof failed> | null };
  const scene = startScene({
    'instance-list': () => [runningRow('web')],
    'instance-log': (args) => {
      if (log.problem !== null) return log.problem;
      const option = (name: string) => args[args.indexOf(name) + 1] ?? '';
      const bytes = Number(option('--bytes'));
      const from = option('--from') === 'end' ? Math.max(0, log.text.length - bytes) : Number(option('--from'));
      const text = log.text.slice(from, from + bytes);
      return { text, nextOffset: Math.min(from, log.text.length) + text.length, run: log.run };
    },
  });
  const abort = new AbortController();
  const follow = (bytes = 100, isFollowed = true) =>
    scene.instances
      .logs({ profile: 'p', repository: 'web', bytes, isFollowed, isPrevious: false }, { signal: abort.signal })
      [Symbol.asyncIterator]() as AsyncIterator<LogItem, void>;
  return { ...scene, log, abort, follow };
}

/** The next item, while the clock runs. */
async function next({ clock }: { clock: ReturnType<typeof logScene>['clock'] }, items: AsyncIterator<LogItem, void>) {
  const item = items.next();
  let isThere = false;
  void item.finally(() => (isThere = true));
  for (let second = 0; second < 5 && !isThere; second += 1) await clock.advanceSettled(1000);
  if (!isThere) throw new Error('no item within 5 s');
  return (await item).value;
}

test('tells the end, then what is added, piece by piece, without waiting while more is there', async () => {
  const scene = logScene();
  scene.log.text = 'abcdef';
  const items = scene.follow(3);
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'def', isNew: true });
  scene.log.text += `${'x'.repeat(65_536)}yz`;
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'x'.repeat(65_536), isNew: false });
  const timers = scene.clock.pendingCount;
  expect((await items.next()).value).toEqual({ type: 'text', text: 'yz', isNew: false });
  expect(timers).toBe(0);
});

test('an empty log is told once, and an end in the middle of a line stays as it is', async () => {
  const scene = logScene();
  const items = scene.follow();
  expect(await next(scene, items)).toEqual({ type: 'text', text: '', isNew: true });
  scene.log.text = 'half a ';
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'half a ', isNew: false });
  scene.log.text += '\u001b[31mline\u001b[0m\u202e\n';
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'line\n', isNew: false });
});

test('begins anew with another run', async () => {
  const scene = logScene();
  scene.log.text = 'long old log';
  const items = scene.follow();
  await next(scene, items);
  Object.assign(scene.log, { text: 'new', run: 'second' });
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'new', isNew: true });
});

test('without following it ends after the first piece', async () => {
  const scene = logScene();
  scene.log.text = 'all';
  const items = scene.follow(100, false);
  expect((await items.next()).value).toMatchObject({ text: 'all' });
  expect((await items.next()).done).toBe(true);
});

test.each(['link-lost', 'timed-out'] as const)(
  'a host that is away (%s) is waited for, and the log goes on where it was',
  async (kind) => {
    const scene = logScene();
    scene.log.text = 'before ';
    const items = scene.follow();
    await next(scene, items);
    scene.log.problem = failed(kind);
    expect(await next(scene, items)).toMatchObject({ type: 'waiting', failure: { kind }, isRetried: true });
    scene.log.problem = null;
    scene.log.text += 'after';
    expect(await next(scene, items)).toEqual({ type: 'text', text: 'after', isNew: false });
  },
);

test('a link that is given up and connected much later is waited for, and told once for each', async () => {
  const scene = logScene();
  scene.log.text = 'before ';
  const items = scene.follow();
  await next(scene, items);
  scene.log.problem = failed('link-lost');
  scene.setState('reconnecting');
  expect(await next(scene, items)).toMatchObject({ type: 'waiting', isRetried: true });
  const given = items.next();
  for (let round = 0; round < 20; round += 1) await scene.clock.advanceSettled(60_000);
  scene.setState('failed');
  expect((await given).value).toMatchObject({ type: 'waiting', isRetried: false });
  const later = items.next();
  for (let round = 0; round < 20; round += 1) await scene.clock.advanceSettled(60_000);
  scene.log.problem = null;
  scene.log.text += 'after';
  scene.setState('connected');
  await scene.clock.advanceSettled(1_000);
  // That it is tried again is told between the two, unless it is up at once.
  const back = (await later).value;
  expect(back).toMatchObject({ type: 'waiting', isRetried: true });
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'after', isNew: false });
});

test('an instance that is gone ends it', async () => {
  const scene = logScene();
  const items = scene.follow();
  await next(scene, items);
  scene.log.problem = failed('instance-not-found');
  expect(await next(scene, items)).toMatchObject({ type: 'failed', failure: { kind: 'instance-not-found' } });
  expect((await items.next()).done).toBe(true);
});

test('nobody waits for a host whose profile is gone, nor for one that it does not lead to any more', async () => {
  const scene = logScene();
  for (const known of [failed('profile-not-found'), succeed({ link: {} } as Host)]) {
    const items = scene.follow();
    await next(scene, items);
    scene.log.problem = failed('link-lost');
    scene.setState('disconnected');
    expect(await next(scene, items)).toMatchObject({ type: 'waiting', isRetried: false });
    scene.setKnown(known);
    const last = items.next();
    await scene.clock.advanceSettled(60_000);
    if (!known.ok) expect((await last).value).toMatchObject({ type: 'failed', failure: { kind: 'profile-not-found' } });
    expect((known.ok ? await last : await items.next()).done).toBe(true);
    scene.setKnown(null);
    scene.log.problem = null;
    scene.setState('connected');
  }
});

test('ends while it waits when nobody reads any more, and leaves no timer', async () => {
  const scene = logScene();
  const items = scene.follow();
  await next(scene, items);
  const waiting = items.next();
  await new Promise((resolve) => setImmediate(resolve));
  expect(scene.clock.pendingCount).toBe(1);
  scene.abort.abort();
  expect((await waiting).done).toBe(true);
  expect(scene.clock.pendingCount).toBe(0);
});

test('an instance nobody knows is a failure', async () => {
  const scene = logScene();
  const signal = scene.abort.signal;
  const input = { profile: 'p', repository: 'no-such', bytes: 1, isFollowed: true, isPrevious: false };
  const items: LogItem[] = [];
  for await (const item of scene.instances.logs(input, { signal })) items.push(item);
  expect(items).toMatchObject([{ type: 'failed', failure: { kind: 'repository-not-found' } }]);
});

test('a link that is up and fails each time is not asked without a pause', async () => {
  const scene = logScene();
  const items = scene.follow();
  await next(scene, items);
  scene.log.problem = failed('link-lost');
  const asked = () => scene.verbs().filter((verb) => verb === 'instance-log').length;
  let toldCount = 0;
  const reading = (async () => {
    for (let item = await items.next(); !item.done; item = await items.next()) {
      // Without a pause this would never let anything else happen.
      if (++toldCount > 50) scene.abort.abort();
    }
  })();
  const before = asked();
  for (let second = 0; second < 5; second += 1) await scene.clock.advanceSettled(1000);
  expect(asked() - before).toBeLessThan(8);
  expect(asked() - before).toBeGreaterThan(2);
  expect(toldCount).toBe(1);
  scene.abort.abort();
  await reading;
});
