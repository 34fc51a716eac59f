import { resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { audit } from '../../support/sandbox/audit/audit.ts';
import { describeSkip } from '../../support/sandbox/probe.ts';
import { runCommand } from '../../support/sandbox/run-command.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { sshInto } from './ssh-into.ts';

const skip = await describeSkip('local');
const skipBox = await describeSkip('box');
for (const line of [skip, skipBox]) if (line !== null) console.warn(line);

const running: SandboxHost[] = [];
async function start(options: Parameters<typeof startSandbox>[0]): Promise<SandboxHost> {
  const host = await startSandbox({ hasCodeServer: false, repositories: [], ...options });
  running.push(host);
  return host;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((host) => host.stop()));
});

describe.skipIf(skip !== null)('a local sandbox', () => {
  test('is reached over real SSH, with a HOME of its own', async () => {
    const host = await start({ kind: 'local', repositories: ['harbor-api', "it's mine"] });
    const answer = await sshInto(host, 'echo $HOME; pwd; ls code', 'exec /bin/sh -s');
    const home = host.users[0]?.home ?? '';
    expect(answer).toEqual({ code: 0, stdout: `${home}\n${home}\nharbor-api\nit's mine\n`, stderr: '' });
    expect((await sshInto(host, '', 'exit 7')).code).toBe(7);
    expect((await host.run('cat "$HOME/code/it\'s mine/README.md"')).stdout).toContain("# it's mine");
  });

  test('is audited by its own processes only, and takes them with it', async () => {
    const host = await start({ kind: 'local' });
    expect(await audit(host)).toEqual([]);
    await sshInto(host, '', 'BERTH_INSTANCE=ghost setsid -f sleep 1000 </dev/null >/dev/null 2>&1');
    const [finding] = await audit(host);
    expect(finding).toMatchObject({ kind: 'process' });
    const pid = finding?.target.replace('pid ', '') ?? '';
    // Nothing runs in this connection, and nginx and sshd overwrite the environment that would tell whose they are.
    const idle = sshInto(host, '', 'exec 1>&- 2>&-; sleep 1000');
    await host.stop();
    await idle;
    expect((await runCommand('cat', [`/proc/${pid}/environ`])).code).toBe(1);
    const { stdout } = await runCommand('ps', ['-eo', 'args']);
    expect(stdout).not.toContain(host.name);
  });
});

// A box is a place where a really unprivileged user can be had: no root, no sudo, nothing set up for him.
describe.skipIf(skipBox !== null)('a local sandbox of a plain user', () => {
  test('runs without root, and says that it has no PTY', async () => {
    const box = await start({ kind: 'box', hasCodeServer: true });
    const root = resolve(import.meta.dirname, '../../..');
    const packed = await runCommand('bash', [
      '-c',
      'tar -C "$0" -cz tests/support/sandbox package.json | base64',
      root,
    ]);
    await box.run('mkdir ~/berth && base64 -d | tar -C ~/berth -xz', { user: 'dev', input: packed.stdout });
    const program = `
      import { probeSandbox } from '/home/dev/berth/tests/support/sandbox/probe.ts';
      import { startSandbox } from '/home/dev/berth/tests/support/sandbox/start-sandbox.ts';
      import { runCommand } from '/home/dev/berth/tests/support/sandbox/run-command.ts';
      const { box } = await probeSandbox();
      const host = await startSandbox({ hasCodeServer: false });
      const { port, user, keyPath } = host.ssh;
      const ssh = ['-F', 'none', '-i', keyPath, '-p', String(port), '-o', 'StrictHostKeyChecking=no',
        '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR', user + '@127.0.0.1'];
      const plain = await runCommand('ssh', [...ssh, 'echo $HOME; ls code']);
      const files = await runCommand('sftp', ['-b', '-', '-P', String(port), ...ssh.slice(0, 4), ...ssh.slice(6)], { input: 'ls code' });
      await host.stop();
      console.log(JSON.stringify({ kind: host.kind, reasons: box.reasons, plain, files: files.code, home: host.users[0].home }));`;
    const node = `/opt/code-server/node_modules/node-linux-${process.arch}/bin/node`;
    const outcome = await box.run(`${node} --input-type=module`, { user: 'dev', input: program });
    expect(outcome).toMatchObject({ code: 0, stderr: expect.stringContaining('has no PTY') });
    const told = JSON.parse(outcome.stdout) as { readonly home: string };
    expect(told).toMatchObject({
      kind: 'local',
      reasons: ['it needs root'],
      plain: { code: 0, stdout: `${told.home}\nharbor-api\nlighthouse-docs\ntide-charts\n`, stderr: '' },
      files: 0,
    });
    expect((await box.run('ls -A /tmp; ls -A ~/.cache/berth/sandbox', { user: 'dev' })).stdout).toBe('');
  });
});
