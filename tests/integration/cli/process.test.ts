import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const main = path.resolve(import.meta.dirname, '../../../main/cli/main.ts');
let scratch: string;

beforeEach(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'berth-cli-process-'));
});
afterEach(() => rm(scratch, { recursive: true }));

const start = (argv: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildProcess =>
  spawn(process.execPath, [main, ...argv], {
    env: {
      ...process.env,
      ...environment,
      HOME: scratch,
      BERTH_DATA_DIR: path.join(scratch, 'data'),
      BERTH_CACHE_DIR: scratch,
    },
    stdio: 'pipe',
  });

async function run(argv: readonly string[], stdin = '', environment: Readonly<Record<string, string>> = {}) {
  const child = start(argv, environment);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
  child.stdin?.end(stdin);
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, stdout, stderr };
}

describe('the command line as a process', () => {
  test('saves, lists and removes a profile, and ends by itself each time', async () => {
    const add = 'profiles add --name x --address 10.0.0.1 --port 22 --user root --auth-method key --key-path ~/.ssh/id';
    const added = await run(add.split(' '));
    expect(added).toMatchObject({ code: 0, signal: null, stderr: '' });
    const saved = JSON.parse(added.stdout);
    expect(saved).toMatchObject({ name: 'x', address: '10.0.0.1', port: 22, authMethod: 'key', keyPath: '~/.ssh/id' });
    expect(JSON.parse((await run(['profiles', 'list'])).stdout)).toEqual([saved]);
    expect(await run(['profiles', 'remove', '--profile', 'x'])).toMatchObject({ code: 0 });
    expect((await run(['profiles', 'list'])).stdout).toBe('[]\n');
  });

  test('carries profiles over in a file, and takes a host of ~/.ssh/config along', async () => {
    await mkdir(path.join(scratch, '.ssh'));
    await writeFile(path.join(scratch, '.ssh', 'config'), 'Host box\n HostName 10.0.0.2\n User me\n', { mode: 0o600 });
    const imported = await run('profiles import-ssh-config --hosts box --no-live'.split(' '));
    expect(JSON.parse(imported.stdout)).toMatchObject({ added: [{ name: 'box', address: '10.0.0.2', user: 'me' }] });
    const exported = await run(['profiles', 'export']);
    expect(JSON.parse(exported.stdout)).toMatchObject({ format: 'berth-profiles', profiles: [{ name: 'box' }] });
    await run(['profiles', 'remove', '--profile', 'box']);
    const back = await run(['profiles', 'import'], exported.stdout);
    expect([back.code, JSON.parse(back.stdout).added]).toEqual([0, JSON.parse(exported.stdout).profiles]);
  });

  test('an unreachable host is a failure with its stage', async () => {
    await run('profiles add --name x --host 127.0.0.1 --port 1 --user u'.split(' '));
    const { code, stdout, stderr } = await run(['hosts', 'status', '--profile', 'x']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { kind: 'unreachable', stage: 'tcp', nextStep: expect.any(String) },
    });
    expect(stderr).toMatch(/^berth: .+/);
  });

  test('a secret given on standard input is in no file', async () => {
    await run('profiles add --name x --host 127.0.0.1 --port 1 --user u --auth-method password'.split(' '));
    const { code } = await run(['hosts', 'status', '--profile', 'x', '--password-stdin'], 'hunter2\n');
    expect(code).toBe(1);
    const files = await readdir(scratch, { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      expect(await readFile(path.join(file.parentPath, file.name), 'utf8')).not.toContain('hunter2');
    }
  });

  test('a secret that is remembered under the master passphrase is there for the next process, and in no file', async () => {
    const passphraseFile = path.join(scratch, 'master');
    await writeFile(passphraseFile, 'canary passphrase\n', { mode: 0o600 });
    const withFile = { BERTH_PASSPHRASE_FILE: passphraseFile };
    await run('profiles add --name x --host 127.0.0.1 --port 1 --user u --auth-method password'.split(' '));
    expect(await run(['secrets', 'protect'], 'canary passphrase\n')).toMatchObject({ code: 0 });
    const remember = ['hosts', 'status', '--profile', 'x', '--password-stdin', '--remember'];
    const told = (await run(remember, 'hunter2\n', withFile)).stdout;
    expect(JSON.parse(told)).toMatchObject({ error: { kind: 'unreachable' } });
    expect(JSON.parse((await run(['secrets', 'status'])).stdout)).toMatchObject({ isLocked: true, count: null });
    const opened = (await run(['secrets', 'open'], '', withFile)).stdout;
    expect(JSON.parse(opened)).toMatchObject({ kind: 'passphrase', isLocked: false, count: 1 });
    await rm(passphraseFile);
    const files = await readdir(scratch, { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      expect(await readFile(path.join(file.parentPath, file.name), 'utf8')).not.toMatch(/hunter2|canary/);
    }
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('a stream ends well at %s', async (signal) => {
    await run('profiles add --name x --host 127.0.0.1 --port 1 --user u'.split(' '));
    const child = start(['hosts', 'watch']);
    const [first] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    expect(JSON.parse(String(first))).toMatchObject({ profileId: expect.any(String), state: 'disconnected' });
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
