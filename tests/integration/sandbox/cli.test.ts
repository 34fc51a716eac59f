import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { SandboxDescription } from '../../support/sandbox/command/kept-sandboxes.ts';
import { describeSkip } from '../../support/sandbox/probe.ts';
import { runCommand } from '../../support/sandbox/run-command.ts';
import { stateDirectoryOf } from '../../support/sandbox/state-directory.ts';

const skip = await describeSkip('box');
if (skip !== null) console.warn(skip);

const program = join(import.meta.dirname, '../../support/sandbox/cli.ts');
const sandbox = (...commandLine: string[]) => runCommand(process.execPath, [program, ...commandLine]);
const name = `cli-${process.pid}`;
afterAll(() => sandbox('stop', name));

describe.skipIf(skip !== null)('the command line of the sandbox', () => {
  test('starts a host that outlives the command, lists it and stops it', async () => {
    const started = await sandbox('start', '--json', '--name', name, '--repository', 'harbor-api', '--no-code-server');
    expect(started).toMatchObject({ code: 0, stderr: '' });
    expect(started.stdout.trim().split('\n')).toHaveLength(1);
    const host = JSON.parse(started.stdout) as SandboxDescription;
    expect(host).toMatchObject({
      name,
      ssh: { port: 22, user: 'root' },
      hostKey: { type: 'ssh-ed25519', fingerprint: expect.stringMatching(/^SHA256:/) },
      repositories: [{ name: 'harbor-api', path: '/var/www/github/harbor-api' }],
    });
    const listed = JSON.parse((await sandbox('list', '--json')).stdout) as SandboxDescription[];
    expect(listed).toContainEqual(host);
    const login = ['-F', 'none', '-i', host.ssh.keyPath, '-o', 'StrictHostKeyChecking=no', '-o', 'BatchMode=yes'];
    const quiet = ['-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'];
    const answer = await runCommand('ssh', [...login, ...quiet, `root@${host.ssh.host}`, 'hostname']);
    expect(answer).toEqual({ code: 0, stdout: `${name}\n`, stderr: '' });
    expect(await sandbox('stop', name)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(existsSync(stateDirectoryOf(name))).toBe(false);
    expect((await sandbox('list', '--json')).stdout).not.toContain(name);
  });

  test('says what is wrong', async () => {
    expect(await sandbox('stop', 'nobody')).toMatchObject({
      code: 66,
      stderr: expect.stringContaining('no sandbox named nobody'),
    });
    expect(await sandbox('start', '--kind', 'cloud')).toMatchObject({
      code: 1,
      stderr: '--kind must be box or local.\n',
    });
    expect(await sandbox('dance')).toMatchObject({ code: 64, stderr: expect.stringContaining('start [--json]') });
    const badName = await sandbox('start', '--name', '../x', '--no-code-server');
    expect(badName).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be named "../x"') });
  });
});
