import { expect, it } from 'vitest';
import type { SessionList } from '../../../../main/contract/session-words.ts';
import { failed, lastOf, listOf, row, settled, startScene } from './scene.ts';

const context = { signal: new AbortController().signal };
const size = { columns: 160, rows: 44 };
const nothing = { preset: null, repository: null, path: null, title: null, model: null, worktreeBranch: null };
const plain = { profile: 'p', ...nothing, prompt: null, isForced: false, size };

/** The values of a flag among arguments. */
const valuesOf = (args: readonly string[], flag: string) =>
  args.flatMap((one, index) => (one === flag ? [args[index + 1] ?? ''] : []));

/** Reads the watch until the test's end of it. */
function watch(scene: ReturnType<typeof startScene>) {
  const leaving = new AbortController();
  const lists: SessionList[] = [];
  const failures: string[] = [];
  const read = async () => {
    for await (const item of scene.ask.watch({ profile: 'p' }, { signal: leaving.signal })) {
      if (item.type === 'sessions') lists.push(item.list);
      else failures.push(item.failure.kind);
    }
  };
  const over = read();
  const close = async () => {
    leaving.abort();
    await over;
  };
  return { lists, failures, close };
}

it('starts a preset with its model, its variables and what takes it up again, under an id of its own', async () => {
  const scene = startScene({
    'session-list': () => listOf([row('a', { title: 'GLM' })]),
    'session-start': () => row('glm-2-000001', { title: 'GLM 2' }),
  });
  const input = { ...plain, preset: 'GLM', repository: 'shop', model: 'opus', prompt: 'Fix\nit', isForced: true };
  expect(await lastOf(scene.ask.start(input, context))).toMatchObject({ type: 'done', value: { title: 'GLM 2' } });
  const { args = [] } = scene.asked.find(({ verb }) => verb === 'session-start') ?? {};
  expect(valuesOf(args, '--id')[0]).toMatch(/^glm-2-[0-9a-f]{6}$/);
  expect(valuesOf(args, '--title')).toEqual(['GLM 2']);
  expect(valuesOf(args, '--argument')).toEqual(['claude', '--model', 'opus']);
  expect(valuesOf(args, '--resume-argument')).toEqual(['claude', '--continue', '--model', 'opus']);
  expect(valuesOf(args, '--variable')).toEqual(['TOKEN=s3cret']);
  expect(valuesOf(args, '--prompt')).toEqual(['Fix\nit']);
  expect(args.slice(args.indexOf('--instance-id'), args.indexOf('--columns'))).toEqual([
    ...['--instance-id', 'shop-1', '--repository', 'shop', '--path', '/srv/shop'],
  ]);
  expect(args.at(-1)).toBe('--force');
});

it('starts a login shell in the home folder when nothing else is said', async () => {
  const scene = startScene({ 'session-list': () => listOf([]), 'session-start': () => row('terminal-000001') });
  await lastOf(scene.ask.start(plain, context));
  const { args = [] } = scene.asked.find(({ verb }) => verb === 'session-start') ?? {};
  expect(valuesOf(args, '--kind')).toEqual(['terminal']);
  expect(valuesOf(args, '--path')).toEqual(['~']);
  expect(args).not.toContain('--argument');
});

it.each([
  ['a worktree without a repository', { worktreeBranch: 'x' }, 'invalid-input'],
  ['a worktree and a path', { worktreeBranch: 'x', repository: 'shop', path: '/srv' }, 'invalid-input'],
  ['a model without a preset', { model: 'opus' }, 'invalid-input'],
  ['a relative path', { path: 'src' }, 'invalid-input'],
  ['a prompt that no argument can hold', { prompt: 'a\0b' }, 'invalid-input'],
  ['an unknown preset', { preset: 'HAL' }, 'preset-not-found'],
])('refuses %s before a host is asked', async (_what, part, kind) => {
  const scene = startScene({});
  const last = await lastOf(scene.ask.start({ ...plain, ...part }, context));
  expect(last).toMatchObject({ type: 'failed', failure: { kind } });
  expect(scene.asked).toEqual([]);
});

it('takes a conversation up with the secrets of its preset, and not without that preset', async () => {
  const scene = startScene({
    // The host says what it likes.
    'session-list': () => listOf([row('a', { preset: 'Renamed', state: 'dead' })]),
    'session-resume': () => row('a', { state: 'done' }),
  });
  const resume = () => lastOf(scene.ask.resume({ profile: 'p', session: 'a', isForced: false }, context));
  scene.started.set('a', 'glm');
  expect(await resume()).toMatchObject({ type: 'done' });
  expect(scene.asked.at(-1)?.args).toEqual(['--id', 'a', '--variable', 'TOKEN=s3cret']);
  scene.started.set('a', 'gone');
  expect(await resume()).toMatchObject({ type: 'failed', failure: { kind: 'preset-not-found' } });
});

it('hands no secret to a session that was not started from here, whatever its host calls its preset', async () => {
  const scene = startScene({
    'session-list': () => listOf([row('a', { preset: 'GLM', state: 'dead' })]),
    'session-start': () => row('a'),
    'session-resume': () => row('a', { state: 'waiting' }),
  });
  const resume = () => lastOf(scene.ask.resume({ profile: 'p', session: 'a', isForced: false }, context));
  expect(await resume()).toMatchObject({ type: 'failed', failure: { kind: 'unavailable', stage: 'input' } });
  expect(scene.verbsAsked()).not.toContain('session-resume');
  await lastOf(scene.ask.start({ ...plain, preset: 'GLM' }, context));
  expect(await resume()).toMatchObject({ type: 'done', value: { state: 'waiting' } });
});

it('tells of one that ends at once when it is taken up, with what it said', async () => {
  let state: 'working' | 'dead' = 'working';
  const scene = startScene({
    'session-list': () => listOf([row('a', { preset: null, state, exitCode: state === 'dead' ? 1 : null })]),
    'session-resume': () => row('a', { preset: null }),
    'session-capture': () => ({
      text: '\n\nNo conversation found to continue\n\n',
      historyLines: 0,
      columns: 80,
      rows: 24,
      isAlternate: false,
    }),
  });
  const resume = () => lastOf(scene.ask.resume({ profile: 'p', session: 'a', isForced: false }, context));
  const ending = resume();
  await settled();
  state = 'dead';
  scene.clock.advance(400);
  expect(await ending).toMatchObject({
    type: 'failed',
    failure: {
      kind: 'start-failed',
      message: '"a" ended at once with exit code 1.',
      detail: 'No conversation found to continue',
    },
  });
  state = 'working';
  const going = resume();
  for (let look = 0; look < 10; look += 1) {
    await settled();
    scene.clock.advance(400);
  }
  expect(await going).toMatchObject({ type: 'done', value: { state: 'working' } });
  expect(scene.clock.pendingCount).toBe(0);
});

it('names a session by its title, and asks for an id where two have one title', async () => {
  const scene = startScene({
    'session-list': () =>
      listOf([row('a', { title: 'Build' }), row('b', { title: 'Test' }), row('c', { title: 'Test' })]),
    'session-keys': () => ({ outcome: 'delivered', reason: null }),
  });
  const press = (session: string) => scene.ask.keys({ profile: 'p', session, keys: ['Enter'] }, context);
  expect(await press('Build')).toMatchObject({ ok: true });
  expect(scene.asked.at(-1)?.args).toEqual(['--id', 'a', '--key', 'Enter']);
  expect(await press('Test')).toMatchObject({ ok: false, failure: { nextStep: 'Use one of these ids: b, c.' } });
  expect(await press('Nobody')).toMatchObject({ ok: false, failure: { kind: 'session-not-found' } });
});

it('one reading serves all who watch, every 2.5 s, and none is made while nobody does', async () => {
  let state: 'working' | 'done' = 'working';
  const scene = startScene({ 'session-list': () => listOf([row('a', { state })]) });
  const readings = () => scene.verbsAsked().filter((verb) => verb === 'session-list').length;
  const one = watch(scene);
  const other = watch(scene);
  await settled();
  const before = readings();
  scene.clock.advance(2_500);
  await settled();
  expect(readings()).toBe(before + 1);
  expect(one.lists.length).toBeLessThanOrEqual(2);
  state = 'done';
  scene.clock.advance(2_500);
  await settled();
  expect([one, other].map(({ lists }) => lists.at(-1)?.sessions[0]?.state)).toEqual(['done', 'done']);
  await Promise.all([one.close(), other.close()]);
  const after = readings();
  scene.clock.advance(60_000);
  await settled();
  expect(readings()).toBe(after);
});

it('tells a change that Berth made at once, and a failure of the host', async () => {
  const scene = startScene({
    'session-list': () => (scene.verbsAsked().includes('session-stop') ? failed('script-failed') : listOf([row('a')])),
    'session-stop': () => ({ id: 'a', isWorktreeRemoved: false }),
  });
  const watched = watch(scene);
  await settled();
  expect(watched.lists).toHaveLength(1);
  await lastOf(scene.ask.stop({ profile: 'p', session: 'a', isWorktreeRemoved: false }, context));
  await settled();
  expect(watched.failures).toEqual(['script-failed']);
  await watched.close();
});

it('says how busy a session is from two readings of one run', async () => {
  const told = [row('a'), row('a', { processorMs: 1_250 }), row('a', { processorMs: 100, startedAtMs: 9 })];
  const scene = startScene({ 'session-list': () => listOf([told.shift() ?? row('a')]) });
  const shares: (number | null | undefined)[] = [];
  for (let count = 0; count < 3; count += 1) {
    const list = await scene.ask.list({ profile: 'p' }, context);
    shares.push(list.ok ? list.value.sessions[0]?.processorShare : undefined);
    scene.clock.advance(2_500);
  }
  expect(shares).toEqual([null, 0.5, null]);
});

it('waits on the readings until a state is there, and answers at once when it is', async () => {
  let state: 'working' | 'waiting' = 'working';
  const scene = startScene({ 'session-list': () => listOf([row('a', { state })]) });
  const wait = (timeoutSeconds = 60) =>
    scene.ask.wait({ profile: 'p', session: 'a', states: ['waiting'], timeoutSeconds }, context);
  const waited = wait();
  await settled();
  state = 'waiting';
  scene.clock.advance(2_500);
  expect(await waited).toMatchObject({ ok: true, value: { state: 'waiting' } });
  expect(await wait()).toMatchObject({ ok: true });
  expect(scene.clock.pendingCount).toBe(0);
});

/** A row as it is told `agoMs` after somebody spoke to the session, at 1000 by the clock of the host. */
const spoken = (part: Parameters<typeof row>[1], agoMs: number) => ({
  ...row('a', part),
  sentAtMs: 1_000,
  toldAtMs: 1_000 + agoMs,
});

it('does not take for an answer what a session did before it was spoken to', async () => {
  const rested = { state: 'done', stateSource: 'hook', stateSinceMs: 900 } as const;
  let now = spoken(rested, 50);
  const scene = startScene({ 'session-list': () => listOf([now]) });
  let isOver = false;
  const waited = scene.ask
    .wait({ profile: 'p', session: 'a', states: ['done', 'waiting'], timeoutSeconds: 60 }, context)
    .finally(() => {
      isOver = true;
    });
  await settled();
  now = spoken({ state: 'working', stateSource: 'hook', stateSinceMs: 1_100 }, 2_500);
  scene.clock.advance(2_500);
  await settled();
  expect(isOver).toBe(false);
  now = spoken({ ...rested, stateSource: 'screen' }, 4_000);
  scene.clock.advance(2_500);
  expect(await waited).toMatchObject({ ok: true, value: { state: 'done' } });
  expect(scene.clock.pendingCount).toBe(0);
});

it.each([
  ['an agent that told by a hook that it is done since', { stateSource: 'hook', stateSinceMs: 1_001 } as const, 10],
  ['an agent whose time for it is over', { stateSource: 'screen', stateSinceMs: 900 } as const, 5_000],
  ['a shell whose time for it is over', { kind: 'terminal', stateSource: 'processes' } as const, 1_000],
  ['a host whose clock was set back', { stateSource: 'screen' } as const, -1],
])('takes the state of %s', async (_whose, part, agoMs) => {
  const scene = startScene({ 'session-list': () => listOf([spoken({ state: 'done', ...part }, agoMs)]) });
  const input = { profile: 'p', session: 'a', states: ['done' as const], timeoutSeconds: 60 };
  expect(await scene.ask.wait(input, context)).toMatchObject({ ok: true, value: { state: 'done' } });
  expect(scene.clock.pendingCount).toBe(0);
});

it('looks by itself, once a state that rests can be no old one, also after a look that failed', async () => {
  let told = 0;
  const scene = startScene({
    'session-list': () => {
      told += 1;
      return told === 3 ? failed('timed-out') : listOf([spoken({ state: 'done', stateSource: 'none' }, told * 2_000)]);
    },
  });
  const waited = scene.ask.wait({ profile: 'p', session: 'a', states: ['done'], timeoutSeconds: 60 }, context);
  await settled();
  expect(told).toBe(2);
  scene.clock.advance(1_000);
  await settled();
  expect(told).toBe(3);
  scene.clock.advance(1_000);
  expect(await waited).toMatchObject({ ok: true, value: { state: 'done' } });
  expect(scene.clock.pendingCount).toBe(0);
});

it('tells nobody by which clock it knows that', async () => {
  const scene = startScene({ 'session-list': () => listOf([spoken({}, 5)]) });
  const list = await scene.ask.list({ profile: 'p' }, context);
  expect(JSON.stringify(list)).not.toMatch(/sentAtMs|toldAtMs/);
});

it.each(['conf', 'socket', 'server', 'settings', 'hook', 'hooks', 'lock'])(
  'gives a session called %s an id that is no file of Berth on the host',
  async (title) => {
    const scene = startScene({ 'session-start': () => row('any-000001') });
    await lastOf(scene.ask.start({ ...plain, title }, context));
    const { args = [] } = scene.asked.find(({ verb }) => verb === 'session-start') ?? {};
    expect(valuesOf(args, '--id')[0]).toMatch(new RegExp(`^${title}-[0-9a-f]{6}$`));
  },
);

it('stops waiting in time, when the session is gone, when the link is not tried again, and when nobody wants it', async () => {
  let rows = [row('a')];
  const scene = startScene({ 'session-list': () => listOf(rows) });
  const leaving = new AbortController();
  const wait = (signal = context.signal) =>
    scene.ask.wait({ profile: 'p', session: 'a', states: ['done'], timeoutSeconds: 5 }, { signal });
  const late = wait();
  await settled();
  scene.clock.advance(5_000);
  expect(await late).toMatchObject({ ok: false, failure: { kind: 'timed-out' } });
  const cut = wait();
  await settled();
  scene.setLink('reconnecting');
  scene.setLink('disconnected');
  expect(await cut).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
  scene.setLink('connected');
  const left = wait(leaving.signal);
  await settled();
  leaving.abort();
  await expect(left).rejects.toThrow();
  const gone = wait();
  await settled();
  rows = [];
  scene.clock.advance(2_500);
  expect(await gone).toMatchObject({ ok: false, failure: { kind: 'session-not-found' } });
  expect(scene.clock.pendingCount).toBe(0);
});

it('takes no text that would arrive cut', async () => {
  const scene = startScene({});
  const input = { profile: 'p', session: 'a', text: 'a\0b', isSubmitted: true, isForced: false };
  expect(await scene.ask.send(input, context)).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
  expect(scene.asked).toEqual([]);
});
