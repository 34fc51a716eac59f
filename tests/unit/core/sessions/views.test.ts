import { expect, it } from 'vitest';
import { failed, listOf, row, settled, show, startScene } from './scene.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const context = { signal: new AbortController().signal };
const withOne = (part = {}) => ({ 'session-list': () => listOf([row('a', part)]) });

it('tells output at once after a rest, and gathers for 16 ms what follows', async () => {
  const scene = startScene(withOne());
  const shown = show(scene, 'a');
  await settled();
  const [terminal] = scene.terminals;
  terminal?.print('first');
  await settled();
  expect(shown.text()).toBe('first');
  terminal?.print('second');
  await settled();
  expect(shown.text()).toBe('first');
  scene.clock.advance(16);
  await settled();
  expect(shown.text()).toBe('firstsecond');
  scene.clock.advance(100);
  terminal?.print('echo');
  await settled();
  expect(shown.text()).toBe('firstsecondecho');
});

it('cuts much output into pieces that carry no more than themselves, without waiting', async () => {
  const scene = startScene(withOne());
  const shown = show(scene, 'a');
  await settled();
  scene.terminals[0]?.print('x');
  scene.terminals[0]?.print(new Uint8Array(150_000).fill(65));
  await settled();
  const outputs = shown.items.flatMap((item) => (item.type === 'output' ? [item.bytes] : []));
  expect(outputs.map(({ length }) => length)).toEqual([1, 65_536, 65_536, 18_928]);
  expect(outputs.every(({ buffer, byteLength }) => buffer.byteLength === byteLength)).toBe(true);
});

it('reads nothing while nobody takes what was read', async () => {
  const scene = startScene(withOne());
  const input = { profile: 'p', session: 'a', path: null, size: { columns: 80, rows: 24 }, isControlling: false };
  const items = scene.ask.attach(input, context)[Symbol.asyncIterator]();
  await items.next();
  const first = items.next();
  await settled();
  for (let count = 0; count < 5; count += 1) scene.terminals[0]?.print('x');
  await first;
  await settled();
  // One for what was taken, and none for the rest.
  expect(scene.terminals[0]?.readCount).toBeLessThanOrEqual(2);
  await items.return?.();
  expect(scene.terminals[0]?.isClosed).toBe(true);
});

it('closes a terminal that its reader leaves before anything was printed', async () => {
  const scene = startScene(withOne());
  const input = { profile: 'p', session: 'a', path: null, size: { columns: 80, rows: 24 }, isControlling: false };
  const items = scene.ask.attach(input, context)[Symbol.asyncIterator]();
  expect(await items.next()).toMatchObject({ value: { type: 'opened' } });
  await items.return?.();
  expect(scene.terminals[0]?.isClosed).toBe(true);
});

it('takes keys and sizes for a view that it told, and for no other', async () => {
  const scene = startScene(withOne());
  const shown = show(scene, 'a');
  await settled();
  expect(shown.items[0]).toMatchObject({ type: 'opened', isControlling: true, isKept: true });
  expect(shown.view()).toMatch(/^[0-9a-f]{32}$/);
  expect(await scene.ask.type({ view: shown.view(), bytes: bytes('ls\r') }, context)).toEqual({ ok: true, value: {} });
  await scene.ask.resize({ view: shown.view(), size: { columns: 100, rows: 30 } }, context);
  expect(scene.terminals[0]?.typed).toEqual(['ls\r']);
  expect(scene.terminals[0]?.sizes).toEqual(['80x24', '100x30']);
  const other = await scene.ask.type({ view: 'a', bytes: bytes('rm\r') }, context);
  expect(other).toMatchObject({ ok: false, failure: { kind: 'session-ended' } });
  await shown.close();
  const late = await scene.ask.type({ view: shown.view(), bytes: bytes('x') }, context);
  expect(late).toMatchObject({ ok: false, failure: { kind: 'session-ended' } });
  expect(scene.terminals[0]?.isClosed).toBe(true);
});

it('comes back by itself as the same view when the link does, and types nothing meanwhile', async () => {
  const scene = startScene(withOne());
  const shown = show(scene, 'a');
  await settled();
  scene.setLink('reconnecting');
  scene.terminals[0]?.end({ kind: 'lost' });
  await settled();
  expect(shown.items.at(-1)).toMatchObject({ type: 'away', isRetried: true });
  const typed = await scene.ask.type({ view: shown.view(), bytes: bytes('x') }, context);
  expect(typed).toMatchObject({
    ok: false,
    failure: { kind: 'session-ended', message: expect.stringContaining('link') },
  });
  scene.setLink('disconnected');
  await settled();
  expect(shown.items.at(-1)).toMatchObject({ type: 'away', isRetried: false });
  scene.setLink('connected');
  await settled();
  scene.clock.advance(1000);
  await settled();
  expect(shown.types()).toEqual(['opened', 'away', 'away', 'opened']);
  const views = shown.items.flatMap((item) => (item.type === 'opened' ? [item.view] : []));
  expect(new Set(views).size).toBe(1);
  // Who decided on the size does so again.
  expect(scene.asked.filter(({ verb }) => verb === 'session-attach').map(({ args }) => args[2])).toEqual([
    'watch',
    'control',
  ]);
});

it('says whether a session ended or was only left, when its terminal is over', async () => {
  let rows = [row('a')];
  const scene = startScene({ 'session-list': () => listOf(rows) });
  const left = show(scene, 'a');
  await settled();
  scene.terminals[0]?.end({ kind: 'exited', code: 0 });
  await left.over;
  expect(left.items.at(-1)).toEqual({ type: 'closed', reason: 'detached' });
  const ended = show(scene, 'a');
  await settled();
  rows = [];
  scene.terminals[1]?.end({ kind: 'exited', code: 0 });
  await ended.over;
  expect(ended.items.at(-1)).toEqual({ type: 'closed', reason: 'ended' });
});

it('a plain shell ends with the link, and says so', async () => {
  const scene = startScene({});
  const shown = show(scene, null);
  await settled();
  expect(shown.items[0]).toMatchObject({ type: 'opened', isControlling: true, isKept: false });
  scene.terminals[0]?.end({ kind: 'lost' });
  await shown.over;
  expect(shown.items.slice(1)).toMatchObject([
    { type: 'away', isRetried: false },
    { type: 'closed', reason: 'ended' },
  ]);
});

it('fails when it cannot be attached at first', async () => {
  const scene = startScene(withOne());
  scene.answerAttach(() => failed('tmux-missing'));
  const shown = show(scene, 'a');
  await shown.over;
  expect(shown.items).toMatchObject([{ type: 'failed', failure: { kind: 'tmux-missing' } }]);
  const none = show(scene, 'nobody');
  await none.over;
  expect(none.items).toMatchObject([{ type: 'failed', failure: { kind: 'session-not-found' } }]);
});

it('one view of a session decides on the size, and hands that on when it goes', async () => {
  const asked: (readonly string[])[] = [];
  const scene = startScene({
    ...withOne(),
    'session-control': (args) => {
      asked.push(args);
      return { isControlling: true };
    },
  });
  const one = show(scene, 'a');
  await settled();
  const other = show(scene, 'a', true);
  await settled();
  expect(one.items.at(-1)).toEqual({ type: 'control', isControlling: false });
  expect(await scene.ask.takeControl({ view: one.view() }, context)).toEqual({ ok: true, value: {} });
  await settled();
  expect(one.items.at(-1)).toEqual({ type: 'control', isControlling: true });
  expect(other.items.at(-1)).toEqual({ type: 'control', isControlling: false });
  await one.close();
  await settled();
  expect(asked.at(-1)).toEqual(['--id', 'a', '--view', other.view(), '--if-free']);
  expect(other.items.at(-1)).toEqual({ type: 'control', isControlling: true });
});

it('notices that a view on another computer took over, when the list shows another size', async () => {
  let size = { columns: 80, rows: 24, viewerCount: 1 };
  const scene = startScene({
    'session-list': () => listOf([row('a', size)]),
    'session-control': () => ({ isControlling: false }),
  });
  const shown = show(scene, 'a');
  await settled();
  size = { columns: 50, rows: 19, viewerCount: 2 };
  await scene.ask.list({ profile: 'p' }, context);
  await settled();
  expect(shown.items.at(-1)).toEqual({ type: 'control', isControlling: false });
});

it('the views of a profile that leads elsewhere end, and nothing of them is left', async () => {
  const scene = startScene(withOne());
  const shown = show(scene, 'a');
  await settled();
  scene.sessions.leave('another');
  scene.sessions.leave('p');
  await shown.over;
  expect(shown.items.at(-1)).toEqual({ type: 'closed', reason: 'detached' });
  expect(scene.terminals[0]?.isClosed).toBe(true);
});
