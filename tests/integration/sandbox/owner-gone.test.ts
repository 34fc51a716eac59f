import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from 'vitest';
import { sweepSandboxes } from '../../support/sandbox/lifecycle.ts';
import { poll } from '../../support/sandbox/poll.ts';
import { describeSkip } from '../../support/sandbox/probe.ts';
import { isAlive } from '../../support/sandbox/process-identity.ts';
import { readRecord, type SandboxRecord, stateDirectoryOf } from '../../support/sandbox/state-directory.ts';

const support = join(import.meta.dirname, '../../support/sandbox');
const owners = new Set<ChildProcess>();
afterEach(() => {
  for (const owner of owners) owner.kill('SIGKILL');
  owners.clear();
});

/** A process of its own that starts a sandbox and then does `ending`; resolves once the sandbox is up. */
async function own(kind: 'box' | 'local', ending: string): Promise<{ owner: ChildProcess; record: SandboxRecord }> {
  const program = `
    import { startSandbox } from ${JSON.stringify(join(support, 'start-sandbox.ts'))};
    const host = await startSandbox({ kind: '${kind}', hasCodeServer: false, repositories: [] });
    await host.run('setsid -f sleep 1000 </dev/null >/dev/null 2>&1');
    console.log(host.name);
    ${ending};`;
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  owners.add(owner);
  if (owner.stdout === null) throw new Error('no output');
  const [name] = (await once(createInterface({ input: owner.stdout }), 'line')) as [string];
  const record = readRecord(stateDirectoryOf(name));
  if (record === null) throw new Error(`no record of ${name}`);
  return { owner, record };
}

/** What is still there of a sandbox. */
function remains(record: SandboxRecord): string[] {
  const files = [stateDirectoryOf(record.name), ...record.controlGroups];
  if (record.linkName !== null) files.push(`/sys/class/net/${record.linkName}`);
  if (record.scratchDirectory !== null) files.push(record.scratchDirectory);
  return [
    ...files.filter((file) => existsSync(file)),
    ...record.processes.filter(isAlive).map(({ pid }) => `pid ${pid}`),
  ];
}

const staying = 'process.stdin.resume()';

for (const kind of ['box', 'local'] as const) {
  const skip = await describeSkip(kind);
  if (skip !== null) console.warn(skip);

  describe.skipIf(skip !== null)(`a ${kind} sandbox whose owner`, () => {
    test('is killed is gone after the next sweep', async () => {
      const { owner, record } = await own(kind, staying);
      expect(remains(record).length).toBeGreaterThanOrEqual(2);
      owner.kill('SIGKILL');
      await once(owner, 'exit');
      await sweepSandboxes();
      expect(remains(record)).toEqual([]);
    });

    test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('gets %s is gone with it', async (signal) => {
      const { owner, record } = await own(kind, staying);
      owner.kill(signal);
      const [, endedBy] = await once(owner, 'exit');
      expect(endedBy).toBe(signal);
      expect(remains(record)).toEqual([]);
    });

    test('throws is gone with it', async () => {
      const { owner, record } = await own(kind, "setTimeout(() => { throw new Error('on purpose') }, 200)");
      if (owner.exitCode === null) await once(owner, 'exit');
      expect(owner.exitCode).toBe(1);
      expect(remains(record)).toEqual([]);
    });

    test('lives is left alone by a sweep', async () => {
      const { owner, record } = await own(kind, staying);
      await sweepSandboxes();
      expect(remains(record).length).toBeGreaterThanOrEqual(2);
      owner.kill('SIGTERM');
      await once(owner, 'exit');
    });
  });
}

const skipBox = await describeSkip('box');
test.skipIf(skipBox !== null)('processes of a box do not outlive a killed owner, even before any sweep', async () => {
  const { owner, record } = await own('box', staying);
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  await poll('the box to end by itself', () => !record.processes.some(isAlive), 2_000);
  await sweepSandboxes();
});
