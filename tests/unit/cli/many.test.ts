import { describe, expect, test } from 'vitest';
import { fail } from '../../../main/contract/failure.ts';
import { type Instance, instance, type ManyInstances } from '../../../main/contract/instances.ts';
import type { LogItem } from '../../../main/contract/logs.ts';
import { fakeInstance } from '../../support/fake-core/fake-hosts.ts';
import { hostlessCore } from '../../support/fakes/hostless-core.ts';
import { tryCli } from './world.ts';

const nowMs = Date.now();
const running: Instance = instance.parse(
  fakeInstance('harbor', {
    state: 'running',
    sinceMs: nowMs - 3_900_000,
    port: 8888,
    pid: 7,
    memoryBytes: 612 * 1024 ** 2,
    startedAtMs: nowMs - 3_900_000,
    supervision: 'systemd-user',
    idleSeconds: 90,
  }),
);
const crashed = fakeInstance('tide\u001b[2J\u202e', {
  id: 'tide',
  state: 'crashed',
  restartCount: 3,
  ended: { reason: 'exited', exitCode: 9, signal: null, atMs: null, logTail: 'boom' },
});
const budget = fail('out-of-memory', 'budget', 'It does not fit.', 'Suspend harbor.').failure;

const done = (value: ManyInstances) => ({ type: 'done', value }) as const;

/** A terminal that keeps what is written to it. */
function terminal() {
  let text = '';
  return { text: () => text, output: { write: (part: string) => (text += part), isTTY: true } };
}

describe('several at once', () => {
  const startAll = async function* () {
    const failures = [{ id: 'tide', repository: 'tide', failure: budget }];
    yield done({ instances: [running], failures });
  };
  const argv = ['instances', 'start-all', '--profile', 'p'];

  test('what failed is told by name, and the exit code is 1; the document has all', async () => {
    const core = () => hostlessCore({ instances: { startAll } });
    const { code, stdout, stderr } = await tryCli(argv, { core });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ instances: [{ id: 'harbor' }], failures: [{ id: 'tide' }] });
    expect(stderr).toBe('berth: tide: It does not fit. Suspend harbor.\n');
  });

  test('without failures the exit code is 0', async () => {
    const all = async function* () {
      yield done({ instances: [running], failures: [] });
    };
    expect((await tryCli(argv, { core: () => hostlessCore({ instances: { startAll: all } }) })).code).toBe(0);
  });
});

describe('lists on a terminal', () => {
  const core = () =>
    hostlessCore({ instances: { list: async () => ({ ok: true, value: [running, crashed] }) as const } });
  const argv = ['instances', 'list', '--profile', 'p'];

  test('are tables with every column, in which no name moves the cursor', async () => {
    const { text, output } = terminal();
    expect((await tryCli(argv, { core, stdout: output })).code).toBe(0);
    const [head, first, second] = text().split('\n');
    expect(head?.split(/ {2,}/)).toEqual(
      'REPOSITORY,STATE,SINCE,PORT,MEMORY,IDLE,RESTARTS,SUPERVISION,ID,LAST END'.split(','),
    );
    expect(first).toMatch(/^harbor +running +1 h 5 min +8888 +612 MB +1 min 30 s +0 +systemd-user +harbor$/);
    expect(second).toMatch(/^tide \[2J +crashed +- .* 3 +- +tide +exited with 9$/);
    expect(text()).not.toMatch(/[\u001b\u202e]/);
  });

  test('are JSON when that is asked for', async () => {
    const { text, output } = terminal();
    await tryCli([...argv, '--json'], { core, stdout: output });
    expect(JSON.parse(text())).toMatchObject([{ id: 'harbor' }, { id: 'tide' }]);
  });
});

describe('a log', () => {
  const items: LogItem[] = [
    { type: 'text', text: 'one\n', isNew: true },
    { type: 'text', text: 'two\n', isNew: false },
  ];
  const coreWith = (told: readonly LogItem[]) => () =>
    hostlessCore({
      logs: {
        async *follow() {
          yield* told;
        },
      },
    });
  const argv = ['logs', 'follow', '--profile', 'p', '--repository', 'r', '--no-follow'];

  test('is text for people and lines of JSON for programs', async () => {
    const { text, output } = terminal();
    expect((await tryCli(argv, { core: coreWith(items), stdout: output })).code).toBe(0);
    expect(text()).toBe('one\ntwo\n');
    const { stdout } = await tryCli(argv, { core: coreWith(items) });
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(items);
  });

  test('that ends with a failure ends the command with 1; a failure in between does not', async () => {
    const failed: LogItem = { type: 'failed', failure: budget };
    const ended = await tryCli(argv, { core: coreWith([...items, failed]) });
    expect([ended.code, ended.stderr]).toEqual([1, 'berth: follow: It does not fit. Suspend harbor.\n']);
    expect((await tryCli(argv, { core: coreWith([failed, ...items]) })).code).toBe(0);
  });

  test('that waits for its host says so and goes on, unless nobody tries to reach it', async () => {
    const waiting = (isRetried: boolean): LogItem => ({ type: 'waiting', failure: budget, isRetried });
    const { text, output } = terminal();
    const back = await tryCli(argv, { core: coreWith([waiting(true), ...items]), stdout: output });
    expect([back.code, back.stderr, text()]).toEqual([
      0,
      'berth: follow: It does not fit. Waiting for the server.\n',
      'one\ntwo\n',
    ]);
    const given = await tryCli(argv, { core: coreWith([waiting(false), ...items]), stdout: output });
    expect([given.code, given.stderr]).toEqual([1, 'berth: follow: It does not fit. Suspend harbor.\n']);
  });
});

test.each(['list-changed', 'record-newer'] as const)('%s is a failure by its kind, with exit code 1', async (kind) => {
  const failing = async function* () {
    yield { type: 'failed', failure: fail(kind, 'cleanup', 'It is so.', 'Look again.').failure } as const;
  };
  const core = () => hostlessCore({ cleanup: { run: failing } });
  const { code, stdout } = await tryCli(['cleanup', 'run', '--profile', 'p'], { core });
  expect([code, JSON.parse(stdout).error.kind]).toEqual([1, kind]);
});
