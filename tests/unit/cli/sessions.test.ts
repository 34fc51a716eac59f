import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { fail, succeed } from '../../../main/contract/failure.ts';
import type { HostStatus } from '../../../main/contract/hosts.ts';
import type { TerminalItem } from '../../../main/contract/session-attach.ts';
import { hostlessCore } from '../../support/fakes/hostless-core.ts';
import { listOf, row } from '../core/sessions/scene.ts';
import { tryCli } from './world.ts';

const told = { ...row('claude-1'), title: 'Fix the build', processorShare: 0.12, stateDetail: 'Bash(npm test)' };

test('a text from standard input is sent as it is, and one that is held is a failure for scripts', async () => {
  let outcome: 'delivered' | 'held' = 'delivered';
  const core = hostlessCore({
    sessions: { send: async () => succeed({ outcome, reason: outcome === 'held' ? 'A draft stands there.' : null }) },
  });
  const argv = ['sessions', 'send', '--profile', 'p', '--session', 'a', '--text', '-'];
  const sent = await tryCli(argv, { core: () => core, stdin: 'one\ntwo;\n' });
  expect(sent.code).toBe(0);
  const asked = core.calls.find(({ method }) => method === 'sessions.send');
  expect(asked?.input).toMatchObject({ text: 'one\ntwo;\n', isSubmitted: true, isForced: false });
  outcome = 'held';
  const held = await tryCli([...argv, '--no-submit', '--force'], {
    core: () => hostlessCore({ sessions: { send: async () => succeed({ outcome, reason: 'A draft stands there.' }) } }),
    stdin: 'x',
  });
  expect(held).toMatchObject({ code: 1, stderr: 'berth: held: A draft stands there.\n' });
  expect(JSON.parse(held.stdout)).toEqual({ outcome: 'held', reason: 'A draft stands there.' });
});

test('a screen is printed as the text that it is, and as a document when that is wanted', async () => {
  const answer = { text: 'one\ntwo', historyLines: 0, columns: 80, rows: 24, isAlternate: false };
  const core = () => hostlessCore({ sessions: { capture: async () => succeed(answer) } });
  const argv = ['sessions', 'capture', '--profile', 'p', '--session', 'a', '--history-lines', '100'];
  expect((await tryCli(argv, { core })).stdout).toBe('one\ntwo\n');
  expect(JSON.parse((await tryCli([...argv, '--json'], { core })).stdout)).toEqual(answer);
});

test('sessions are a table for people, with what keeps them alive', async () => {
  const list = { ...listOf([]), agentCount: 1, sessions: [told] };
  const core = () => hostlessCore({ sessions: { list: async () => succeed(list) } });
  let text = '';
  const stdout = { isTTY: true, write: (part: string | Uint8Array) => (text += String(part)) };
  await tryCli(['sessions', 'list', '--profile', 'p'], { core, stdout });
  expect(text).toMatch(/Fix the build\s+working\s+hook .* 12 %.*Bash\(npm test\)/);
  expect(text).toContain('Agents: 1 of 2 here, 0 of 4 of all users.\nSessions outlive the link.');
});

test('a start needs no size, and takes one', async () => {
  const core = hostlessCore();
  await tryCli(['sessions', 'start', '--profile', 'p', '--preset', 'GLM', '--prompt', '-'], {
    core: () => core,
    stdin: 'Do it',
  });
  expect(core.calls.at(-1)?.input).toMatchObject({ prompt: 'Do it', size: { columns: 160, rows: 44 } });
  const sized = hostlessCore();
  await tryCli(['sessions', 'start', '--profile', 'p', '--columns', '90', '--rows', '20'], { core: () => sized });
  expect(sized.calls.at(-1)?.input).toMatchObject({ size: { columns: 90, rows: 20 } });
});

test('the secret of a preset is read from standard input, forgotten by a flag, and never a flag itself', async () => {
  const core = hostlessCore();
  const argv = ['presets', 'set-secret', '--preset', 'glm', '--name', 'TOKEN'];
  await tryCli(argv, { core: () => core, stdin: 's3cret\n' });
  expect(core.calls.at(-1)?.input).toMatchObject({ name: 'TOKEN', value: 's3cret', isRemembered: true });
  const forgetting = hostlessCore();
  await tryCli([...argv, '--forget'], { core: () => forgetting });
  expect(forgetting.calls.at(-1)?.input).toMatchObject({ value: null });
  for (const flag of ['--value', '--secret']) expect((await tryCli([...argv, flag, 's3cret'])).code).toBe(2);
  expect((await tryCli(argv, { stdin: '' })).code).toBe(2);
});

test('an import of presets that leaves something out says what and why', async () => {
  const skipped = [{ name: 'Evil', reason: 'Command must begin with a program.', isHere: false }];
  const core = () => hostlessCore({ presets: { import: async () => succeed({ added: [], skipped }) } });
  const done = await tryCli(['presets', 'import'], { core, stdin: '{}' });
  expect(done).toMatchObject({ code: 3, stderr: 'berth: left out Evil: Command must begin with a program.\n' });
});

test('what only a page can use is not offered, and a session is shown in a terminal only', async () => {
  for (const method of ['watch', 'type', 'resize', 'take-control', 'takeControl']) {
    expect((await tryCli(['sessions', method, '--profile', 'p'])).code, method).toBe(2);
  }
  expect((await tryCli(['sessions', 'attach', '--profile', 'p', '--session', 'a'])).stderr).toContain('in a terminal');
});

/** A terminal of a test: what is typed there, and what it shows. */
function makeTerminal() {
  const raw: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (isRaw: boolean) => raw.push(isRaw) });
  let shown = '';
  const write = (part: string | Uint8Array) => {
    shown += typeof part === 'string' ? part : Buffer.from(part).toString('utf8');
    return true;
  };
  return { stdin, stdout: { isTTY: true, columns: 90, rows: 20, write }, raw, shown: () => shown };
}

test('a session is shown and typed into until Ctrl-] leaves it, and the terminal is as it was', async () => {
  const typed: string[] = [];
  const sizes: unknown[] = [];
  const terminal = makeTerminal();
  async function* attach(input: unknown, { signal }: { readonly signal: unknown }): AsyncGenerator<TerminalItem> {
    sizes.push(input);
    yield { type: 'opened', view: 'v1', isControlling: true, isKept: true };
    yield { type: 'output', bytes: new TextEncoder().encode('日本 $ ') };
    setImmediate(() => terminal.stdin.write('ls\r\u0003'));
    setImmediate(() => setImmediate(() => terminal.stdin.write('pwd\u001dnever')));
    await new Promise((resolve) => (signal as AbortSignal).addEventListener('abort', resolve));
  }
  const core = hostlessCore({
    sessions: {
      attach,
      resize: async () => succeed({}),
      type: async ({ view, bytes }) => {
        typed.push(`${view}:${Buffer.from(bytes).toString('utf8')}`);
        return succeed({});
      },
    },
  });
  const argv = ['sessions', 'attach', '--profile', 'p', '--session', 'a', '--control'];
  const done = await tryCli(argv, { core: () => core, input: terminal.stdin, stdout: terminal.stdout });
  expect(done.code).toBe(0);
  expect(sizes).toMatchObject([{ session: 'a', isControlling: true, size: { columns: 90, rows: 20 } }]);
  expect(terminal.shown()).toMatch(/^日本 \$ \u001b\[\?1049l/);
  expect(typed).toEqual(['v1:ls\r\u0003', 'v1:pwd']);
  expect(terminal.raw).toEqual([true, false]);
  expect(done.stderr).toMatch(/^berth: Ctrl-\] leaves; the session goes on\.\r\n/);
});

test('what the host asks while the link comes back is asked, and its answer is never typed into the session', async () => {
  const terminal = makeTerminal();
  const typed: string[] = [];
  const [asking, answered, heard] = [0, 1, 2].map(() => Promise.withResolvers<void>());
  const answers: unknown[] = [];
  const status = (question: HostStatus['question']): HostStatus => ({
    profileId: 'p',
    state: 'connecting',
    sinceMs: 1,
    lastHeardAtMs: null,
    roundTripMs: null,
    nextAttemptAtMs: null,
    attemptCount: 1,
    eventNumber: 0,
    failure: null,
    question,
  });
  const prompts = [{ text: 'Code:', isEchoed: false }];
  async function* attach(): AsyncGenerator<TerminalItem> {
    yield { type: 'opened', view: 'v1', isControlling: true, isKept: true };
    const { failure } = fail('link-lost', 'session', 'The link is away.', 'Wait.');
    yield { type: 'away', failure, isRetried: true };
    asking?.resolve();
    await answered?.promise;
    yield { type: 'opened', view: 'v1', isControlling: true, isKept: true };
    setImmediate(() => terminal.stdin.write('ls'));
    await heard?.promise;
    yield { type: 'closed', reason: 'ended' };
  }
  const core = hostlessCore({
    sessions: {
      attach,
      resize: async () => succeed({}),
      type: async ({ bytes }) => {
        typed.push(Buffer.from(bytes).toString('utf8'));
        heard?.resolve();
        return succeed({});
      },
    },
    hosts: {
      async *watch() {
        await asking?.promise;
        yield status({ id: 'q1', title: '', instruction: '', prompts, expiresAtMs: 5 });
        await answered?.promise;
        yield status(null);
      },
      answer: async (input) => {
        answers.push(input.answers);
        answered?.resolve();
        return succeed({});
      },
    },
  });
  const stderr = {
    write: (text: string) => {
      if (text.startsWith('Code: ')) terminal.stdin.write('s3cret\r');
    },
  };
  const argv = ['sessions', 'attach', '--profile', 'p', '--session', 'a'];
  const done = await tryCli(argv, { core: () => core, input: terminal.stdin, stdout: terminal.stdout, stderr });
  expect(done.code).toBe(0);
  expect(answers).toEqual([['s3cret']]);
  expect(typed).toEqual(['ls']);
  // Readline puts the terminal into its own mode and back.
  expect(terminal.raw.at(-1)).toBe(false);
});

test('a session that cannot be shown is a failure, and the terminal was never touched', async () => {
  const terminal = makeTerminal();
  async function* attach(): AsyncGenerator<TerminalItem> {
    yield { type: 'failed', failure: fail('tmux-missing', 'tmux', 'There is no tmux.', 'Install it.').failure };
  }
  const core = () => hostlessCore({ sessions: { attach } });
  const argv = ['sessions', 'attach', '--profile', 'p', '--session', 'a'];
  const done = await tryCli(argv, { core, input: terminal.stdin, stdout: terminal.stdout });
  expect(done).toMatchObject({ code: 1, stderr: 'berth: There is no tmux. Install it.\n' });
  expect(terminal.raw).toEqual([]);
});

test('keys that go nowhere, and a terminal that breaks, leave the terminal as it was', async () => {
  const terminal = makeTerminal();
  const asked: string[] = [];
  async function* attach(): AsyncGenerator<TerminalItem> {
    yield { type: 'opened', view: 'v1', isControlling: true, isKept: true };
    terminal.stdin.write('ls');
    while (asked.length < 2) await new Promise((resolve) => setImmediate(resolve));
    throw new Error('The terminal broke.');
  }
  const broken = (name: string) => async () => {
    asked.push(name);
    throw new Error(`${name} broke.`);
  };
  const core = () => hostlessCore({ sessions: { attach, type: broken('type'), resize: broken('resize') } });
  const argv = ['sessions', 'attach', '--profile', 'p', '--session', 'a'];
  const done = await tryCli(argv, { core, input: terminal.stdin, stdout: terminal.stdout });
  expect(done.code).not.toBe(0);
  expect(asked.sort()).toEqual(['resize', 'type']);
  expect(terminal.raw).toEqual([true, false]);
  expect(terminal.shown()).toContain('\u001b[?1049l');
});
