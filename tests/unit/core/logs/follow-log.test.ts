import { expect, test } from 'vitest';
import { succeed } from '../../../../main/contract/failure.ts';
import type { LogItem, LogKind } from '../../../../main/contract/logs.ts';
import type { Host } from '../../../../main/core/host.ts';
import { createLogs } from '../../../../main/core/logs/logs.ts';
import { failed, startScene } from '../instances/scene.ts';

interface LogFile {
  text: string;
  run: string;
}

interface Followed {
  readonly bytes?: number;
  readonly isFollowed?: boolean;
  readonly kind?: LogKind;
  readonly repository?: string;
}

/** The files of one log on a host, as the verb reads them. */
function logScene() {
  const files: Record<'current' | 'previous', LogFile> = {
    current: { text: '', run: 'first' },
    previous: { text: '', run: 'none' },
  };
  const log = { ...files, problem: null as ReturnType<typeof failed> | null };
  const read = (args: readonly string[]) => {
    if (log.problem !== null) return log.problem;
    const option = (name: string) => args[args.indexOf(name) + 1] ?? '';
    const { text: all, run } = log[option('--run') as 'current' | 'previous'];
    const bytes = Number(option('--bytes'));
    const wanted = option('--from') === 'end' ? all.length - bytes : Number(option('--from'));
    const offset = Math.min(Math.max(0, wanted), all.length);
    const text = all.slice(offset, offset + bytes);
    return { text, offset, nextOffset: offset + text.length, run };
  };
  let known: ReturnType<typeof failed> | ReturnType<typeof succeed<Host>> | null = null;
  const scene = startScene({ 'log-read': read });
  const logs = createLogs({
    findHost: async () => succeed(scene.host()),
    findKnownHost: async () => known ?? succeed(scene.host()),
    findInstance: async (_host, id) => (id === 'none' ? failed('instance-not-found') : succeed({ id })),
    clock: scene.clock,
  });
  const abort = new AbortController();
  const follow = ({ bytes = 100, isFollowed = true, kind = 'instance', repository = 'web' }: Followed = {}) =>
    logs
      .follow(
        { profile: 'p', source: { kind, repository, isPrevious: false }, bytes, isFollowed },
        { signal: abort.signal },
      )
      [Symbol.asyncIterator]() as AsyncIterator<LogItem, void>;
  return { ...scene, log, abort, follow, setKnown: (next: typeof known) => (known = next) };
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

test('tells the end in whole lines, then what is added, piece by piece, without waiting while more is there', async () => {
  const scene = logScene();
  scene.log.current.text = 'abc\ndef\n';
  const items = scene.follow({ bytes: 5 });
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'def\n', isNew: true });
  scene.log.current.text += `${'x '.repeat(32_768)}yz\n`;
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'x '.repeat(32_768), isNew: false });
  const timers = scene.clock.pendingCount;
  expect((await items.next()).value).toEqual({ type: 'text', text: 'yz\n', isNew: false });
  expect(timers).toBe(0);
});

test('a line that begins where the end does is whole', async () => {
  const scene = logScene();
  scene.log.current.text = 'abc\ndef\n';
  expect(await next(scene, scene.follow({ bytes: 4 }))).toMatchObject({ text: 'def\n' });
  expect(await next(scene, scene.follow({ bytes: 3 }))).toMatchObject({ text: '' });
  const fresh = scene.follow({ bytes: 0 });
  expect(await next(scene, fresh)).toMatchObject({ text: '' });
  scene.log.current.text += 'ghi\n';
  expect(await next(scene, fresh)).toMatchObject({ text: 'ghi\n' });
});

test('an empty log is told once; of a line without an end whole words, and the rest when nothing comes', async () => {
  const scene = logScene();
  const items = scene.follow();
  expect(await next(scene, items)).toEqual({ type: 'text', text: '', isNew: true });
  scene.log.current.text = 'half a wo';
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'half a ', isNew: false });
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'wo', isNew: false });
  scene.log.current.text += '\u001b[31mrd\u001b[0m\u202e\n';
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'rd\n', isNew: false });
});

test('a secret that is cut by two pieces is hidden', async () => {
  const scene = logScene();
  scene.log.current.text = 'GET /?tkn=ab';
  const items = scene.follow();
  expect(await next(scene, items)).toMatchObject({ text: 'GET ' });
  scene.log.current.text += 'cdef&x=1\n';
  expect(await next(scene, items)).toMatchObject({ text: '/?tkn=•••&x=1\n' });
});

test('begins anew with another run, and when the file was cut', async () => {
  const scene = logScene();
  scene.log.current.text = 'long old log\n';
  const items = scene.follow();
  await next(scene, items);
  scene.log.previous = scene.log.current;
  scene.log.current = { text: 'new one\n', run: 'second' };
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'new one\n', isNew: true });
  scene.log.current.text = 'cut\n';
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'cut\n', isNew: true });
});

test('a log that was turned over goes on with the rest of its file and the whole of the next one', async () => {
  const scene = logScene();
  scene.log.current.text = 'one\n';
  const items = scene.follow({ kind: 'nginx-access' });
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'one\n', isNew: true });
  scene.log.previous = { text: 'one\ntwo\n', run: 'first' };
  scene.log.current = { text: 'three\n', run: 'second' };
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'two\n', isNew: false });
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'three\n', isNew: false });
  // Twice at once: what is missing is gone.
  scene.log.previous = { text: 'five\n', run: 'fourth' };
  scene.log.current = { text: 'six\n', run: 'fifth' };
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'five\nsix\n', isNew: true });
});

test('of a log that was turned over a moment ago, the file before is told too', async () => {
  const scene = logScene();
  scene.log.previous = { text: 'cut line\nold\n', run: 'zeroth' };
  scene.log.current.text = 'new\n';
  expect(await next(scene, scene.follow({ kind: 'operations', bytes: 8 }))).toMatchObject({ text: 'old\nnew\n' });
});

test('without following it ends after the first piece', async () => {
  const scene = logScene();
  scene.log.current.text = 'all of it';
  const items = scene.follow({ isFollowed: false });
  expect((await items.next()).value).toMatchObject({ text: 'all of it' });
  expect((await items.next()).done).toBe(true);
});

test.each(['link-lost', 'timed-out'] as const)(
  'a host that is away (%s) is waited for, and the log goes on where it was',
  async (kind) => {
    const scene = logScene();
    scene.log.current.text = 'before ';
    const items = scene.follow();
    await next(scene, items);
    scene.log.problem = failed(kind);
    expect(await next(scene, items)).toMatchObject({ type: 'waiting', failure: { kind }, isRetried: true });
    scene.log.problem = null;
    scene.log.current.text += 'after\n';
    expect(await next(scene, items)).toEqual({ type: 'text', text: 'after\n', isNew: false });
  },
);

test('a link that is given up and connected much later is waited for, and told once for each', async () => {
  const scene = logScene();
  scene.log.current.text = 'before ';
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
  scene.log.current.text += 'after\n';
  scene.setState('connected');
  await scene.clock.advanceSettled(1_000);
  // That it is tried again is told between the two, unless it is up at once.
  const back = (await later).value;
  expect(back).toMatchObject({ type: 'waiting', isRetried: true });
  expect(await next(scene, items)).toEqual({ type: 'text', text: 'after\n', isNew: false });
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
  const items = scene.follow({ repository: 'none' });
  expect((await items.next()).value).toMatchObject({ type: 'failed', failure: { kind: 'instance-not-found' } });
  expect((await items.next()).done).toBe(true);
});

test('a link that is up and fails each time is not asked without a pause', async () => {
  const scene = logScene();
  const items = scene.follow();
  await next(scene, items);
  scene.log.problem = failed('link-lost');
  const asked = () => scene.verbs().filter((verb) => verb === 'log-read').length;
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
