import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import type { z } from 'zod';
import { type Failure, fail, type Result, succeed } from '../../../../main/contract/failure.ts';
import type { HostStatus } from '../../../../main/contract/hosts.ts';
import type { OperationItem } from '../../../../main/contract/operation.ts';
import { presetDraft } from '../../../../main/contract/presets.ts';
import { profile } from '../../../../main/contract/profiles.ts';
import type { TerminalItem } from '../../../../main/contract/session-attach.ts';
import type { Session, SessionList } from '../../../../main/contract/session-words.ts';
import type { Host } from '../../../../main/core/host.ts';
import type { RemoteTerminal, TerminalEnd } from '../../../../main/core/remote/remote-terminal.ts';
import { createSessions } from '../../../../main/core/sessions/sessions.ts';
import { LinkLostError } from '../../../../main/core/ssh/link.ts';
import { HostOrder } from '../../../../main/core/watching/host-order.ts';
import { perLink } from '../../../../main/core/watching/per-link.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

type Row = Omit<Session, 'processorShare'>;

/** A session as a host tells it. */
export const row = (id: string, part: Partial<Row> = {}): Row => ({
  id,
  title: id,
  kind: 'agent',
  agent: 'claude-code',
  preset: 'Claude Code',
  model: null,
  instanceId: null,
  repository: null,
  path: '/srv/shop',
  worktreeBranch: null,
  state: 'working',
  stateSource: 'hook',
  stateSinceMs: 1,
  stateDetail: null,
  trouble: null,
  startedAtMs: 1,
  activeAtMs: 1,
  exitCode: null,
  exitSignal: null,
  endedAtMs: null,
  memoryBytes: 1,
  processorMs: 0,
  memoryLimitBytes: null,
  expectedMemoryBytes: null,
  viewerCount: 0,
  columns: 160,
  rows: 44,
  hasHooks: true,
  isResumable: true,
  ...part,
});

/** A list as a host tells it. */
export const listOf = (sessions: readonly Row[]) => ({
  keeping: {
    tmuxVersion: '3.3a',
    server: 'running',
    serverPid: 7,
    outlivesLogout: true,
    limitsMemory: true,
    message: 'Sessions outlive the link.',
    nextStep: null,
  } satisfies SessionList['keeping'],
  settings: { mostAgents: 2, mostAgentsOfAll: 4, idleStopMinutes: 0 },
  agentCount: sessions.length,
  agentCountOfAll: sessions.length,
  sessions,
});

export const failed = (kind: Failure['kind']): { readonly ok: false; readonly failure: Failure } =>
  fail(kind, 'script', 'It failed.', 'Try again.');

/** A terminal that the test prints on. */
export class FakeTerminal implements RemoteTerminal {
  readonly word: string;
  readonly typed: string[] = [];
  readonly sizes: string[] = [];
  readonly ended: Promise<TerminalEnd>;
  isClosed = false;
  /** How often somebody asked for what is printed. */
  readCount = 0;
  #settle: (end: TerminalEnd) => void = () => {};
  #waiting: Uint8Array[] = [];
  #isOver = false;
  #wake: () => void = () => {};

  constructor(word: string) {
    this.word = word;
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get output(): AsyncIterable<Uint8Array> {
    return this.#read();
  }

  async *#read(): AsyncGenerator<Uint8Array, void, void> {
    for (;;) {
      this.readCount += 1;
      const next = this.#waiting.shift();
      if (next !== undefined) yield next;
      else if (this.#isOver) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }

  print(bytes: Uint8Array | string): void {
    this.#waiting.push(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes);
    this.#wake();
  }

  end(end: TerminalEnd): void {
    this.#isOver = true;
    this.#settle(end);
    this.#wake();
  }

  write(bytes: Uint8Array): void {
    this.typed.push(new TextDecoder().decode(bytes));
  }

  resize({ columns, rows }: { readonly columns: number; readonly rows: number }): void {
    this.sizes.push(`${columns}x${rows}`);
  }

  close(): void {
    this.isClosed = true;
    this.end({ kind: 'closed' });
  }
}

type Verb = (args: readonly string[]) => unknown;

/** The `sessions` capability on a host whose verbs are functions; a function returns a value or a failed result. */
export function startScene(verbs: Record<string, Verb>) {
  const asked: { readonly verb: string; readonly args: readonly string[] }[] = [];
  const clock = new ManualClock();
  const listeners = new Set<(status: HostStatus) => void>();
  const terminals: FakeTerminal[] = [];
  let state: HostStatus['state'] = 'connected';
  let attaching: (args: readonly string[]) => Result<FakeTerminal> = ([, , wish = '']) =>
    succeed(new FakeTerminal(wish === 'watch' ? 'control' : wish));
  const status = () => ({ state, failure: state === 'connected' ? null : failed('unreachable').failure }) as HostStatus;

  async function answer<T extends z.ZodType>(verb: string, args: readonly string[], schema: T) {
    asked.push({ verb, args });
    if (verb === 'reconcile') return succeed(schema.parse({ changes: [] }));
    const told = await verbs[verb]?.(args);
    if (told === undefined) throw new Error(`nobody answers ${verb}`);
    if (typeof told === 'object' && told !== null && 'ok' in told) return told as Result<z.output<T>>;
    return succeed(schema.parse(told));
  }

  const host: Host = {
    profile: profile.parse({ id: 'p', name: 'p', address: '192.0.2.1', user: 'me' }),
    link: {
      profileId: 'p',
      status,
      onDidChangeStatus: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      connect: async () => succeed(status()),
      whenConnected: async () => succeed(status()),
      wake: () => {},
      disconnect: async () => {},
      answer: () => false,
      timeline: () => [],
      diagnose: async () => ({ steps: [], failure: null, text: '' }),
      exec: () => Promise.reject(new LinkLostError('no link')),
      terminal: () => Promise.reject(new LinkLostError('no link')),
      forward: () => Promise.reject(new LinkLostError('no link')),
      dispose: async () => {},
    },
    remote: {
      call: answer,
      operate: answer,
      send: answer,
      sample: () => Promise.reject(new Error('nobody looks')),
      attach: async (program, args) => {
        asked.push({ verb: program, args });
        const attached = attaching(args);
        if (attached.ok) terminals.push(attached.value);
        return attached;
      },
      dispose: () => {},
    },
  };
  let randomCount = 0;
  /** Presets of sessions that were started from here with secrets, by session. */
  const started = new Map<string, string>();
  const sessions = createSessions({
    findHost: async () => succeed(host),
    findKnownHost: async () => succeed(host),
    resolveRepository: async (_host, reference) =>
      succeed({ id: `${reference}-1`, name: reference, path: `/srv/${reference}` }),
    presets: {
      findStartable: async (reference) =>
        reference === 'GLM' || reference === 'glm'
          ? succeed({
              preset: {
                id: 'glm',
                ...presetDraft.parse({
                  name: 'GLM',
                  agent: 'claude-code',
                  command: ['claude'],
                  modelArgument: '--model',
                  resumeArguments: ['--continue'],
                  secretNames: ['TOKEN'],
                }),
              },
              environment: { TOKEN: 's3cret' },
            })
          : fail('preset-not-found', 'input', 'There is none.', 'List them.'),
    },
    started: {
      note: async (_host, id, preset) => succeed(started.set(id, preset)),
      presetOf: async (_host, id) => succeed(started.get(id) ?? null),
    },
    orderOf: perLink((it) => new HostOrder(it, pino({ enabled: false }))),
    clock,
    randomHex: (byteCount) => (++randomCount).toString(16).padStart(byteCount * 2, '0'),
    logger: pino({ enabled: false }),
  });

  return {
    sessions,
    ask: sessions.handlers,
    asked,
    started,
    clock,
    terminals,
    verbsAsked: () => asked.map(({ verb }) => verb),
    answerAttach: (next: typeof attaching) => {
      attaching = next;
    },
    setLink: (next: HostStatus['state']) => {
      state = next;
      for (const listener of [...listeners]) listener(status());
    },
  };
}

/** Lets everything go on that waits for nothing but its turn. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A view that is read to its end, or until the test is over. */
export function show(scene: ReturnType<typeof startScene>, session: string | null, isControlling = false) {
  const leaving = new AbortController();
  const items: TerminalItem[] = [];
  const input = { profile: 'p', session, path: null, size: { columns: 80, rows: 24 }, isControlling };
  const read = async () => {
    for await (const item of scene.ask.attach(input, { signal: leaving.signal })) items.push(item);
  };
  const over = read();
  const close = async () => {
    leaving.abort();
    await over;
  };
  onTestFinished(close);
  const view = () => items.findLast((item) => item.type === 'opened')?.view ?? '';
  const text = () => {
    const outputs = items.flatMap((item) => (item.type === 'output' ? [Buffer.from(item.bytes)] : []));
    return Buffer.concat(outputs).toString();
  };
  return { items, over, close, view, text, types: () => items.map(({ type }) => type) };
}

/** The last item of an operation. */
export async function lastOf<T>(items: AsyncIterable<OperationItem<T>>): Promise<OperationItem<T>> {
  let last: OperationItem<T> | null = null;
  for await (const item of items) last = item;
  if (last === null) throw new Error('nothing was told');
  return last;
}
