import { expect, test } from 'vitest';
import type { LogItem } from '../../../../main/contract/instances.ts';
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

test('a lost link is told, and the log goes on where it was', async () => {
  const scene = logScene();
  scene.log.text = 'before ';
  const items = scene.follow();
  await next(scene, items);
  scene.log.problem = failed('link-lost');
  expect(await next(scene, items)).toMatchObject({ type: 'failed', failure: { kind: 'link-lost' } });
  scene.log.problem = null;
  scene.log.text += 'after';
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'after', isNew: false });
});

test('a link that stays away for longer than anybody waits at once is waited for again', async () => {
  const scene = logScene();
  scene.log.text = 'before ';
  const items = scene.follow();
  await next(scene, items);
  scene.log.problem = failed('link-lost');
  expect(await next(scene, items)).toMatchObject({ type: 'failed' });
  scene.setState('reconnecting');
  const later = items.next();
  for (let round = 0; round < 20; round += 1) await scene.clock.advanceSettled(60_000);
  scene.log.problem = null;
  scene.log.text += 'after';
  scene.setState('connected');
  expect((await later).value).toEqual({ type: 'text', text: 'after', isNew: false });
});

test.each([
  ['a link that is given up', 'link-lost', 'failed'],
  ['an instance that is gone', 'instance-not-found', 'connected'],
] as const)('%s ends it', async (_what, kind, state) => {
  const scene = logScene();
  const items = scene.follow();
  await next(scene, items);
  scene.log.problem = failed(kind);
  scene.setState(state);
  expect(await next(scene, items)).toMatchObject({ type: 'failed', failure: { kind } });
  expect((await items.next()).done).toBe(true);
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
  const told: unknown[] = [];
  const reading = (async () => {
    for (let item = await items.next(); !item.done; item = await items.next()) {
      told.push(item.value);
      // Without a pause this would never let anything else happen.
      if (told.length > 50) scene.abort.abort();
    }
  })();
  const before = asked();
  for (let second = 0; second < 5; second += 1) await scene.clock.advanceSettled(1000);
  expect(asked() - before).toBeLessThan(8);
  expect(told.length).toBeGreaterThan(2);
  scene.abort.abort();
  await reading;
});
