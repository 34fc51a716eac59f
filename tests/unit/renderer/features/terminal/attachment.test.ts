import { afterEach, expect, test, vi } from 'vitest';
import { fail, succeed } from '../../../../../main/contract/failure.ts';
import type { TerminalItem } from '../../../../../main/contract/session-attach.ts';
import type { BerthClient } from '../../../../../renderer/api/berth-client.ts';
import { type Attachment, createAttachment } from '../../../../../renderer/features/terminal/attachment.ts';

type Attach = BerthClient['sessions']['attach'];
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (given: Uint8Array) => new TextDecoder().decode(given);
const size = { columns: 100, rows: 30 };
const opened: TerminalItem = { type: 'opened', view: 'v1', isControlling: true, isKept: true };
const gone = fail('link-lost', 'session', 'The link is gone.', 'Wait.').failure;

/** A terminal whose stream a test writes, item by item, and that tells how far it was read. */
function startTerminal() {
  const asked: Parameters<Attach>[0][] = [];
  const signals: AbortSignal[] = [];
  const waiting: ((item: TerminalItem | Error) => void)[] = [];
  const items: (TerminalItem | Error)[] = [];
  let readCount = 0;
  const next = () =>
    new Promise<TerminalItem | Error>((resolve) => {
      const item = items.shift();
      if (item === undefined) waiting.push(resolve);
      else resolve(item);
    });
  const tell = (item: TerminalItem | Error) => {
    const reader = waiting.shift();
    if (reader === undefined) items.push(item);
    else reader(item);
  };
  async function* attach(input: Parameters<Attach>[0], signal: AbortSignal | undefined): AsyncGenerator<TerminalItem> {
    asked.push(input);
    if (signal !== undefined) signals.push(signal);
    for (;;) {
      const item = await next();
      readCount += 1;
      if (item instanceof Error) throw item;
      yield item;
      if (item.type === 'closed' || item.type === 'failed') return;
    }
  }
  const typed: string[] = [];
  const sizes: unknown[] = [];
  const drawn: string[] = [];
  const draws: (() => void)[] = [];
  let isSlow = false;
  const timers: (() => void)[] = [];
  const listeners: (() => void)[] = [];
  const sessions = {
    attach: (input: Parameters<Attach>[0], options?: { signal?: AbortSignal }) => attach(input, options?.signal),
    type: async (input: { bytes: Uint8Array }) => {
      typed.push(text(input.bytes));
      return succeed({});
    },
    resize: async (input: { size: unknown }) => {
      sizes.push(input.size);
      return succeed({});
    },
    takeControl: async () => succeed({}),
  };
  const attachment = createAttachment({
    // Only the methods of a view are ever called.
    session: {
      client: { sessions } as unknown as BerthClient,
      onOpen(listener) {
        listeners.push(listener);
        listener();
        return () => undefined;
      },
    },
    clock: {
      nowMs: () => 0,
      after(_delayMs, action) {
        timers.push(action);
        return () => timers.splice(timers.indexOf(action), 1);
      },
    },
    profileId: 'host',
    sessionId: 'work',
    path: null,
    screen: {
      reset: () => drawn.push('reset'),
      write: (given) => {
        drawn.push(text(given));
        return isSlow ? new Promise<void>((resolve) => draws.push(resolve)) : Promise.resolve();
      },
    },
  });
  running.push(attachment);
  return {
    attachment,
    asked,
    signals,
    tell,
    typed,
    sizes,
    drawn,
    timers,
    readCount: () => readCount,
    drawSlowly() {
      isSlow = true;
      return () => draws.shift()?.();
    },
    reopen: () => listeners[0]?.(),
    phase: () => attachment.store.getState().phase.kind,
  };
}

const running: Attachment[] = [];
afterEach(() => {
  for (const attachment of running.splice(0)) attachment.close();
});

test('it attaches with its size, draws what comes and types in order', async () => {
  const { attachment, asked, tell, drawn, typed, phase } = startTerminal();
  attachment.start(size);
  tell(opened);
  tell({ type: 'output', bytes: bytes('hello') });
  await vi.waitFor(() => expect(drawn).toEqual(['reset', 'hello']));
  expect(asked).toEqual([{ profile: 'host', session: 'work', path: null, size, isControlling: false }]);
  expect(phase()).toBe('open');
  attachment.type(bytes('a'));
  attachment.type(bytes('b'));
  attachment.type(bytes('c'));
  await vi.waitFor(() => expect(typed.join('')).toBe('abc'));
});

test('nothing more is asked for until what came is drawn', async () => {
  const { attachment, tell, drawn, readCount, drawSlowly } = startTerminal();
  const drawOne = drawSlowly();
  attachment.start(size);
  tell(opened);
  for (const part of ['one', 'two', 'three']) tell({ type: 'output', bytes: bytes(part) });
  await vi.waitFor(() => expect(drawn).toEqual(['reset', 'one']));
  expect(readCount()).toBe(2);
  drawOne();
  await vi.waitFor(() => expect(drawn).toEqual(['reset', 'one', 'two']));
  expect(readCount()).toBe(3);
});

test('while it is away nothing is typed, and what comes back is drawn anew', async () => {
  const { attachment, tell, drawn, typed, phase } = startTerminal();
  attachment.start(size);
  tell(opened);
  tell({ type: 'away', failure: gone, isRetried: true });
  await vi.waitFor(() => expect(phase()).toBe('away'));
  attachment.type(bytes('rm -rf'));
  tell({ ...opened, view: 'v2' });
  await vi.waitFor(() => expect(phase()).toBe('open'));
  expect(drawn).toEqual(['reset', 'reset']);
  attachment.type(bytes('ls'));
  await vi.waitFor(() => expect(typed).toEqual(['ls']));
});

test('a size is told once, and one that changed while it was away when it is back', async () => {
  const { attachment, tell, sizes, phase } = startTerminal();
  attachment.start(size);
  attachment.resize({ columns: 90, rows: 30 });
  tell(opened);
  await vi.waitFor(() => expect(sizes).toEqual([{ columns: 90, rows: 30 }]));
  attachment.resize({ columns: 90, rows: 30 });
  tell({ type: 'away', failure: gone, isRetried: true });
  await vi.waitFor(() => expect(phase()).toBe('away'));
  attachment.resize({ columns: 80, rows: 24 });
  expect(sizes).toHaveLength(1);
  tell({ ...opened, view: 'v2' });
  await vi.waitFor(() => expect(sizes).toHaveLength(2));
});

test('a lost channel is an absence that ends by itself', async () => {
  const { attachment, asked, tell, timers, phase } = startTerminal();
  attachment.start(size);
  tell(opened);
  tell(new Error('the channel is lost'));
  await vi.waitFor(() => expect(phase()).toBe('away'));
  expect(attachment.store.getState().phase).toMatchObject({ problem: null, isRetried: true });
  expect(timers).toHaveLength(1);
  timers[0]?.();
  tell({ ...opened, view: 'v2' });
  await vi.waitFor(() => expect(phase()).toBe('open'));
  expect(asked).toHaveLength(2);
});

test('one that ended begins anew only when it is asked for, and takes its control along', async () => {
  const { attachment, asked, tell, reopen, phase } = startTerminal();
  attachment.start(size);
  tell(opened);
  tell({ type: 'control', isControlling: true });
  tell({ type: 'closed', reason: 'ended' });
  await vi.waitFor(() => expect(phase()).toBe('closed'));
  reopen();
  expect(asked).toHaveLength(1);
  attachment.again();
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  expect(asked[1]?.isControlling).toBe(true);
  expect(phase()).toBe('opening');
  tell({ type: 'failed', failure: gone });
  await vi.waitFor(() => expect(phase()).toBe('failed'));
});

test('a view that is closed leaves its stream', async () => {
  const { attachment, signals, tell, phase } = startTerminal();
  attachment.start(size);
  tell(opened);
  await vi.waitFor(() => expect(phase()).toBe('open'));
  attachment.close();
  expect(signals[0]?.aborted).toBe(true);
});
