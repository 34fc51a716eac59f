import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from 'vitest';
import { cacheDirectory } from '../../support/sandbox/cache-directory.ts';
import { describeSkip } from '../../support/sandbox/probe.ts';
import { runCommand } from '../../support/sandbox/run-command.ts';

const skip = await describeSkip('local');
if (skip !== null) console.warn(skip);

interface Ready {
  readonly url: string;
  readonly profile: string;
  readonly ssh: { readonly host: string; readonly port: number; readonly user: string; readonly keyPath: string };
  readonly dataDirectory: string;
}

const root = resolve(import.meta.dirname, '../../..');
const demos = new Set<ChildProcess>();
afterEach(() => {
  for (const demo of demos) demo.kill('SIGTERM');
  demos.clear();
});

async function startDemo(): Promise<{ demo: ChildProcess; ready: Ready; lines: string[] }> {
  const demo = spawn(process.execPath, ['build/demo.ts', '--json'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  demos.add(demo);
  if (demo.stdout === null) throw new Error('no output');
  const lines: string[] = [];
  const output = createInterface({ input: demo.stdout }).on('line', (line) => lines.push(line));
  await once(output, 'line');
  return { demo, ready: JSON.parse(lines[0] ?? '') as Ready, lines };
}

/** Browsers know every name under localhost as this machine; Node does not. */
async function statusOf(url: string): Promise<number | undefined> {
  const { host, port, pathname, search } = new URL(url);
  const asked = request({ host: '127.0.0.1', port, path: `${pathname}${search}`, headers: { host }, agent: false });
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

describe.skipIf(skip !== null)('the demo', () => {
  test('tells in one line where it is, works, and leaves nothing after Ctrl-C', async () => {
    const { demo, ready, lines } = await startDemo();
    expect(Object.keys(ready)).toEqual(['url', 'profile', 'ssh', 'dataDirectory']);
    const registration = join(cacheDirectory('demo'), `${demo.pid}.json`);
    expect(JSON.parse(readFileSync(registration, 'utf8'))).toMatchObject({
      dataDirectory: ready.dataDirectory,
      profile: 'demo',
    });
    expect(statSync(ready.dataDirectory).mode & 0o077).toBe(0);

    expect(await statusOf(ready.url)).toBeLessThan(400);

    const question = ['repositories', 'list', '--profile', ready.profile, '--data-dir', ready.dataDirectory];
    const listed = await runCommand(process.execPath, [join(root, 'main/cli/main.ts'), ...question]);
    expect(listed.code).toBe(0);
    const names = (JSON.parse(listed.stdout) as { name: string }[]).map(({ name }) => name);
    expect(names.sort()).toEqual(['harbor-api', 'lighthouse-docs', 'tide-charts']);

    demo.kill('SIGINT');
    expect(await once(demo, 'close')).toEqual([0, null]);
    expect(lines).toHaveLength(1);
    expect([ready.dataDirectory, registration, ready.ssh.keyPath].filter((path) => existsSync(path))).toEqual([]);
    await expect(statusOf(ready.url)).rejects.toThrow('ECONNREFUSED');
  });

  test('that was killed is cleared away by the next one', async () => {
    const { demo, ready } = await startDemo();
    demo.kill('SIGKILL');
    await once(demo, 'close');
    const next = await startDemo();
    expect([ready.dataDirectory, ready.ssh.keyPath].filter((path) => existsSync(path))).toEqual([]);
    expect(existsSync(next.ready.dataDirectory)).toBe(true);
    next.demo.kill('SIGTERM');
    await once(next.demo, 'close');
  });

  test('names a wrong option and does nothing', async () => {
    const outcome = await runCommand(process.execPath, [join(root, 'build/demo.ts'), '--port', 'x']);
    expect(outcome).toEqual({ code: 1, stdout: '', stderr: '--port must be a number from 0 to 65535.\n' });
  });
});
