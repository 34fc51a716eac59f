import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Remote } from '../../../main/core/remote/remote.ts';
import type { RemoteTerminal, TerminalProgram } from '../../../main/core/remote/remote-terminal.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { berthHome, inside } from '../core/support/inside.ts';
import { type SecondSshd, startSecondSshd } from '../core/support/second-sshd.ts';
import { reach } from './support/reach.ts';
import { readScreen } from './support/screen.ts';

const size = { columns: 100, rows: 30 };
/** Users by their login shell, and what its start-up file does. */
const users = [
  ['fishy', '/usr/bin/fish', 'mkdir -p .config/fish; echo "echo hello from fish" >.config/fish/config.fish'],
  ['tcshy', '/bin/tcsh', 'echo "echo hello from tcsh" >.cshrc'],
  ['dashy', '/bin/dash', ':'],
  ['noisy', '/bin/bash', `printf '%s\\n' 'echo "Welcome! BERTH ready"' 'printf "no newline"' | tee .bashrc >.profile`],
  ['execs', '/bin/bash', `printf 'exec cat\\n' >.bashrc`],
] as const;
let host: SandboxHost;
let sshd: SecondSshd;

beforeAll(async () => {
  host = await startSandbox({ kind: 'box', hasCodeServer: false });
  for (const [index, [name, shell, change]] of users.entries()) {
    const uid = 4300 + index;
    await inside(
      host,
      `printf '%s:x:%s:%s::/home/%s:%s\\n' ${name} ${uid} ${uid} ${name} ${shell} >>/etc/passwd
      printf '%s:*:19000::::::\\n' ${name} >>/etc/shadow
      printf '%s:x:%s:\\n' ${name} ${uid} >>/etc/group
      mkdir -m 0700 /home/${name}; cd /home/${name}; ${change}; chown -R ${uid}:${uid} /home/${name}`,
    );
  }
  sshd = await startSecondSshd(host, 2222);
}, 300_000);
afterAll(() => host?.stop());
afterEach(() => expectNoLeftovers(host));

async function attach(remote: Remote, program: TerminalProgram, args: readonly string[]): Promise<RemoteTerminal> {
  const attached = await remote.attach(program, args, { size });
  if (!attached.ok) throw new Error(`${attached.failure.message} ${attached.failure.detail}`);
  return attached.value;
}

const type = (terminal: RemoteTerminal, text: string) => terminal.write(Buffer.from(text));

it.each(['fishy', 'tcshy', 'dashy', 'noisy'])('a plain shell of %s shows nothing but itself', async (user) => {
  const { remote } = await reach(host, { ssh: sshd, user });
  const terminal = await attach(remote, 'session-shell', ['']);
  const screen = readScreen(terminal.output);
  // What is typed before the prompt, some shells throw away.
  await screen.until(/[$%>#] ?(\u001b|$)/);
  type(terminal, 'echo sum-`expr 40 + 2`; echo $0\r');
  if (user === 'fishy') type(terminal, 'echo sum-(expr 40 + 2); echo $fish_pid\r');
  await screen.until('sum-42');
  expect(screen.text()).not.toMatch(/BERTH [0-9a-f]{32}|stty -echo/);
  type(terminal, 'exit 7\r');
  expect(await terminal.ended).toEqual({ kind: 'exited', code: 7 });
  await screen.over;
});

it('begins in a folder of any alphabet, and says by name when it is not there or cannot be named to a terminal', async () => {
  const { remote } = await reach(host);
  const folder = '/tmp/größe "$(touch /tmp/hit)" 船 \'x\'';
  await inside(host, `mkdir -p '${folder.replaceAll("'", `'\\''`)}'; chmod 0777 /tmp/gr*`);
  const terminal = await attach(remote, 'session-shell', [folder]);
  const screen = readScreen(terminal.output);
  type(terminal, 'pwd -P; ls /tmp/hit\r');
  await screen.until('船');
  await screen.until('No such file');
  terminal.close();
  expect(await terminal.ended).toEqual({ kind: 'closed' });
  expect(await remote.attach('session-shell', ['/nowhere'], { size })).toMatchObject({
    failure: { kind: 'invalid-input', message: 'There is no such folder on the server.' },
  });
  for (const path of ['/tmp/a\nb', '/tmp/\u0003', `/${'x'.repeat(4000)}`]) {
    expect(await remote.attach('session-shell', [path], { size })).toMatchObject({
      failure: { kind: 'invalid-input', stage: 'input' },
    });
  }
  await inside(host, 'rm -rf /tmp/gr*');
});

it('what cannot be shown is told by name: no such session, no terminals, a login shell that never gets there', async () => {
  const { remote } = await reach(host);
  expect(await remote.attach('session-attach', ['none', 'view', 'watch'], { size })).toMatchObject({
    failure: { kind: 'session-not-found' },
  });
  const forbidden = await reach(host, { ssh: await startSecondSshd(host, 2255, ['PermitTTY=no']) });
  expect(await forbidden.remote.attach('session-shell', [''], { size })).toMatchObject({
    failure: { kind: 'host-unsupported', nextStep: expect.stringContaining('PermitTTY') },
  });
});

it('scripts that were cleared away meanwhile are brought back', async () => {
  const { remote } = await reach(host);
  (await attach(remote, 'session-shell', [''])).close();
  await inside(host, `rm -rf "${berthHome}/scripts"`);
  const terminal = await attach(remote, 'session-shell', ['']);
  terminal.close();
  await terminal.ended;
});

it('an abort ends the wait, or the terminal', async () => {
  const { remote } = await reach(host);
  const [early, late] = [new AbortController(), new AbortController()];
  const waiting = remote.attach('session-shell', [''], { size, signal: early.signal });
  early.abort(new Error('left'));
  await expect(waiting).rejects.toThrow('left');
  const attached = await remote.attach('session-shell', [''], { size, signal: late.signal });
  if (!attached.ok) throw new Error(attached.failure.message);
  late.abort();
  expect((await attached.value.ended).kind).toBe('closed');
});
