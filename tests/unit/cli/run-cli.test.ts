import { describe, expect, test } from 'vitest';
import { Printer } from '../../../main/cli/printing/output.ts';
import { fail, succeed } from '../../../main/contract/failure.ts';
import type { Instance } from '../../../main/contract/instances.ts';
import { type HostlessCore, hostlessCore } from '../../support/fakes/hostless-core.ts';
import { tryCli } from './world.ts';

const instance: Instance = {
  id: 'web',
  repository: 'web',
  path: '/srv/web',
  state: 'running',
  port: 8888,
  pid: 42,
  memoryBytes: 1,
  startedAtMs: 2,
  sinceMs: 2,
  supervision: 'marker',
  idleSeconds: null,
  restartCount: 0,
  ended: null,
};

describe('what a command prints', () => {
  test('a value: one JSON line, exit code 0, nothing on stderr', async () => {
    const outcome = await tryCli(['profiles', 'remove', '--profile', 'p']);
    expect(outcome).toMatchObject({ code: 0, stdout: '{"id":"p","name":"p"}\n', stderr: '' });
  });

  test('on a terminal the document is spread over lines', async () => {
    let text = '';
    const stdout = { write: (part: string) => (text += part), isTTY: true };
    await tryCli(['profiles', 'remove', '--profile', 'p'], { stdout });
    expect(text).toBe('{\n  "id": "p",\n  "name": "p"\n}\n');
  });

  test('a failure: {"error"} on stdout, a sentence on stderr, exit code 1', async () => {
    const hostKey = { type: 'ssh-ed25519', fingerprint: `SHA256:${'a'.repeat(43)}` };
    const status = async () => fail('host-key-unknown', 'host key', 'The key is new.', 'Compare it.', { hostKey });
    const core = () => hostlessCore({ hosts: { status } });
    const { code, stdout, stderr } = await tryCli(['hosts', 'status', '--profile', 'p'], { core });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      error: {
        kind: 'host-key-unknown',
        stage: 'host key',
        message: 'The key is new.',
        nextStep: 'Compare it.',
        hostKey,
      },
    });
    expect(stderr).toBe(
      `berth: The key is new. Compare it.\nThe host showed the ssh-ed25519 key ${hostKey.fingerprint}.\n` +
        `berth hosts trust --profile … --fingerprint ${hostKey.fingerprint} trusts it.\n`,
    );
  });

  test('wrong usage: exit code 2, and no core is started', async () => {
    const { code, stdout, opened } = await tryCli(['hosts', 'stat']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { kind: 'usage', stage: 'input', message: expect.any(String) } });
    expect(opened).toEqual([]);
  });

  test('an input that the contract refuses: exit code 2 and the contract’s sentence', async () => {
    const argv = ['profiles', 'add', '--name', 'x', '--host', 'h', '--user', 'u', '--port', '99999'];
    const { code, stdout } = await tryCli(argv);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { kind: 'invalid-input', message: 'Port must be 1 to 65535.' } });
    const missing = await tryCli(['hosts', 'status']);
    expect(JSON.parse(missing.stdout)).toMatchObject({ error: { message: '"profile" is missing.' } });
  });

  test.each([
    [['--profile', 'p'], 'Name the repository whose log is wanted, or another kind of log.'],
    [
      ['--profile', 'p', '--repository', 'r', '--bytes', '1048577'],
      '"bytes" is too long or too large; the most is 1048576.',
    ],
  ])('an input of a stream that the contract refuses is the same: %j', async (flags, message) => {
    const { code, stdout } = await tryCli(['logs', 'follow', ...flags]);
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 2, error: { kind: 'invalid-input', message } });
  });

  test('an operation: steps on stderr, the value on stdout', async () => {
    async function* start() {
      const step = { stage: 'claim', title: 'Claiming a port', atMs: 0 } as const;
      yield { type: 'step', step: { ...step, state: 'started' } } as const;
      yield { type: 'step', step: { ...step, state: 'done' } } as const;
      yield { type: 'done', value: instance } as const;
    }
    const argv = ['instances', 'start', '--profile', 'p', '--repository', 'web'];
    const { code, stdout, stderr } = await tryCli(argv, { core: () => hostlessCore({ instances: { start } }) });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(instance);
    expect(stderr).toBe('… claim: Claiming a port\n✓ claim: Claiming a port\n');
  });

  test('a failed operation and one without an outcome are failures', async () => {
    const argv = ['instances', 'stop', '--profile', 'p', '--repository', 'web'];
    const failed = await tryCli(argv);
    expect({ code: failed.code, ...JSON.parse(failed.stdout) }).toMatchObject({
      code: 1,
      error: { kind: 'profile-not-found' },
    });
    async function* stop() {
      yield* [];
    }
    const cut = await tryCli(argv, { core: () => hostlessCore({ instances: { stop } }) });
    expect({ code: cut.code, ...JSON.parse(cut.stdout) }).toMatchObject({ code: 1, error: { kind: 'internal' } });
  });

  test('a stream: one line per item until it is stopped, which is a good end', async () => {
    const abort = new AbortController();
    async function* watch(_input: unknown, { signal }: { readonly signal: unknown }) {
      yield { type: 'instances' as const, instances: [] };
      yield { type: 'instances' as const, instances: [instance] };
      setImmediate(() => abort.abort());
      await new Promise((resolve) => (signal as AbortSignal).addEventListener('abort', resolve));
    }
    const argv = ['instances', 'watch', '--profile', 'p'];
    const { code, stdout } = await tryCli(argv, {
      core: () => hostlessCore({ instances: { watch } }),
      signal: abort.signal,
    });
    expect(code).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).instances.length),
    ).toEqual([0, 1]);
  });

  test('a call that is stopped says so', async () => {
    const abort = new AbortController();
    const status = async () => {
      setImmediate(() => abort.abort());
      return await new Promise<never>(() => undefined);
    };
    const { code, stdout } = await tryCli(['hosts', 'status', '--profile', 'p'], {
      core: () => hostlessCore({ hosts: { status } }),
      signal: abort.signal,
    });
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 1, error: { kind: 'cancelled' } });
  });

  test('a bug inside is an error without its words', async () => {
    const list = async () => {
      throw new Error('secret');
    };
    const { code, stdout, stderr } = await tryCli(['profiles', 'list'], {
      core: () => hostlessCore({ profiles: { list } }),
    });
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 1, error: { kind: 'internal' } });
    expect(stdout + stderr).not.toContain('secret');
  });

  test('a data directory that cannot be used is a failure of the store', async () => {
    const core = () => {
      throw new Error('EACCES: permission denied');
    };
    const { code, stdout } = await tryCli(['profiles', 'list', '--data-dir', '/d'], { core });
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({
      code: 1,
      error: {
        kind: 'store-unreadable',
        stage: 'store',
        message: expect.stringContaining('/d cannot be used: EACCES'),
      },
    });
  });

  test('the version', async () => {
    expect(await tryCli(['--version'])).toMatchObject({ code: 0, stdout: '1.2.3\n' });
  });
});

describe('a secret from standard input', () => {
  const stats = ['hosts', 'stats', '--profile', 'p', '--password-stdin'];

  test('unlocks the host before the method is asked', async () => {
    let made: HostlessCore | null = null;
    const core = () => (made = hostlessCore());
    await tryCli(stats, { stdin: 'hunter 2\r\nmore', core });
    expect(made).toMatchObject({
      calls: [
        { method: 'hosts.unlock', input: { profile: 'p', secretKind: 'password', secret: 'hunter 2' } },
        // For the questions of the host.
        { method: 'hosts.watch' },
        { method: 'hosts.stats', input: { profile: 'p' } },
      ],
    });
  });

  test('that is refused ends the command', async () => {
    const unlock = async () => fail('profile-not-found', 'input', 'No such profile.', 'List them.');
    let made: HostlessCore | null = null;
    const core = () => (made = hostlessCore({ hosts: { unlock } }));
    const { code } = await tryCli(stats, { stdin: 'x\n', core });
    expect(code).toBe(1);
    expect(made).toMatchObject({ calls: [{ method: 'hosts.unlock' }] });
  });

  test('that is not there is wrong usage', async () => {
    const { code, stdout } = await tryCli(stats, { stdin: '\n' });
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 2, error: { kind: 'usage' } });
  });
});

describe('the sandbox', () => {
  test('gets its arguments untouched, and its exit code is ours', async () => {
    let seen: readonly string[] = [];
    const runSandbox = async (args: readonly string[]) => {
      seen = args;
      return 7;
    };
    const { code } = await tryCli(['sandbox', 'start', '--json', '--password', 'x'], { runSandbox });
    expect({ code, seen }).toEqual({ code: 7, seen: ['start', '--json', '--password', 'x'] });
  });
});

test('a known profile is used where it is', async () => {
  const list = async () => succeed([]);
  const { opened } = await tryCli(['profiles', 'list', '--data-dir', '/d'], {
    core: () => hostlessCore({ profiles: { list } }),
  });
  expect(opened).toEqual(['/d']);
});

test('the JSON of a host’s words holds nothing that a terminal would obey, and is the same for who parses it', () => {
  const value = { path: '/srv/\u009b31m\u202egpj\u200d\u{e0041} é' };
  for (const isTTY of [true, false]) {
    let text = '';
    const printer = new Printer({ write: (part: string) => (text += part), isTTY }, { write: () => undefined });
    printer.document(value);
    printer.line(value);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).toContain('é');
    const [line = ''] = text.trimEnd().split('\n').slice(-1);
    expect(JSON.parse(line)).toEqual(value);
  }
});
