import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { knownHostsLine, sandboxDraft, startTestCore, type TestCore } from '../../support/app/test-core.ts';
import { poll } from '../../support/sandbox/poll.ts';
import { askWorkbench } from './support/gate-client.ts';
import { berthHome, inside, isAlive, listenInside, markedPids, whileChanged } from './support/inside.ts';
import { expectNothingRuns, listInstances, listStates, profile, setStage, start, stop } from './support/stage.ts';
import { readTruth } from './support/unsteady.ts';

describe('a core that goes away in the middle of a start', () => {
  const stage = setStage();

  /** Waits until no start is under way any more; `starting` may only be said while one is. */
  const settled = (app: TestCore) =>
    poll('the start to be over', async () => {
      const rows = await listInstances(app);
      return rows.every(({ state }) => state !== 'starting') && rows;
    });

  it.each(['claim started', 'process done', 'nginx started'])(
    'at "%s": the next one tells the truth',
    async (moment) => {
      const app = await startTestCore(stage.host);
      for await (const item of app.client.instances.start({ profile, repository: 'harbor-api' })) {
        if (item.type === 'step' && `${item.step.stage} ${item.step.state}` === moment) break;
      }
      await app.close();

      const [row] = await listInstances(stage.app);
      expect(row === undefined || ['starting', 'running'].includes(row.state)).toBe(true);
      // The operation goes on to its end without a reader.
      const again = await start(stage.app, 'harbor-api');
      const rows = await settled(stage.app);
      expect(rows.map(({ state, pid }) => [state, pid])).toEqual([['running', again.pid]]);
      expect(await readTruth(stage.host)).toMatchObject({ claims: [again.port], listening: [again.port] });
      expect(await askWorkbench(stage.app, 'harbor-api')).toBe(200);
      await stop(stage.app, 'harbor-api');
      await expectNothingRuns(stage);
    },
  );

  it('killed, as a whole process: a stop calls the start off, or ends what it started', async () => {
    const dataDirectory = await mkdtemp(path.join(os.tmpdir(), 'berth-killed-'));
    const cli = (...args: string[]) =>
      spawn(process.execPath, ['main/cli/main.ts', ...args], {
        env: { ...process.env, BERTH_DATA_DIR: dataDirectory },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    try {
      const { name, address, port, user, keyPath } = sandboxDraft(stage.host);
      const login = ['--name', name, '--address', address, '--port', String(port), '--user', user];
      const added = cli('profiles', 'add', ...login, '--auth-method', 'key', '--key-path', keyPath ?? '');
      expect(await ended(added)).toBe(0);
      await writeFile(path.join(dataDirectory, 'known_hosts'), knownHostsLine(stage.host), { mode: 0o600 });
      const starting = cli('instances', 'start', '--profile', profile, '--repository', '/var/www/github/tide-charts');
      await poll('a process of the instance', async () => (await markedPids(stage.host)).length > 0);
      starting.kill('SIGKILL');
      await ended(starting);
      expect((await stop(stage.app, 'tide-charts')).state).toBe('stopped');
      await expectNothingRuns(stage);
      expect((await start(stage.app, 'tide-charts')).state).toBe('running');
      await stop(stage.app, 'tide-charts');
      await expectNothingRuns(stage);
    } finally {
      await rm(dataDirectory, { recursive: true, force: true });
    }
  });
});

async function ended(child: ChildProcess): Promise<number | null> {
  child.stdout?.resume();
  child.stderr?.resume();
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}

describe('an instance whose root process was killed', () => {
  const stage = setStage();
  const crash = async (repository: string) => {
    const row = await start(stage.app, repository);
    await inside(stage.host, `kill -KILL ${row.pid}`);
    await poll('the process to be gone', async () => !(await isAlive(stage.host, Number(row.pid))));
    return row;
  };

  it('is crashed, cannot be opened, and runs again after a start', async () => {
    const crashed = await crash('harbor-api');
    const [row] = await listInstances(stage.app);
    expect(row).toMatchObject({ id: crashed.id, state: 'crashed', port: crashed.port, pid: null, memoryBytes: null });
    const opened = await stage.app.client.instances.open({ profile, repository: 'harbor-api' });
    expect(!opened.ok && opened.failure).toMatchObject({ kind: 'instance-not-running', stage: 'process' });
    const again = await start(stage.app, 'harbor-api');
    expect(again).toMatchObject({ state: 'running', port: crashed.port });
    expect(again.pid).not.toBe(crashed.pid);
    expect(await askWorkbench(stage.app, 'harbor-api')).toBe(200);
    expect(await readTruth(stage.host)).toMatchObject({ claims: [again.port], listening: [again.port] });
    await stop(stage.app, 'harbor-api');
    await expectNothingRuns(stage);
  });

  it('runs again on a free port when somebody took its own in the meantime', async () => {
    const crashed = await start(stage.app, 'harbor-api');
    // All of it: the root's own child would go on listening.
    for (const pid of await markedPids(stage.host)) await stage.host.run(`kill -KILL ${pid}`);
    await poll('all processes to be gone', async () => (await markedPids(stage.host)).length === 0);
    await whileChanged(listenInside(stage.host, [Number(crashed.port)]), async () => {
      const again = await start(stage.app, 'harbor-api');
      expect(again.port).toBe(Number(crashed.port) + 1);
      expect(await inside(stage.host, `ls "${berthHome}/ports" "${berthHome}/run"`)).not.toContain(
        String(crashed.port),
      );
      expect(await askWorkbench(stage.app, 'harbor-api')).toBe(200);
      await stop(stage.app, 'harbor-api');
    });
    await expectNothingRuns(stage);
  });

  it('leaves others running, and a stop of it clears what it left', async () => {
    const other = await start(stage.app, 'tide-charts');
    await crash('harbor-api');
    expect(await listStates(stage.app)).toEqual({ 'harbor-api': 'crashed', 'tide-charts': 'running' });
    expect((await stop(stage.app, 'harbor-api')).state).toBe('stopped');
    expect(await readTruth(stage.host)).toMatchObject({ claims: [other.port], listening: [other.port] });
    expect(await askWorkbench(stage.app, 'tide-charts')).toBe(200);
    await stop(stage.app, 'tide-charts');
    await expectNothingRuns(stage);
  });

  it('tells a watcher of the crash', async () => {
    const watching = new AbortController();
    const states: string[] = [];
    await start(stage.app, 'harbor-api');
    for await (const news of stage.app.client.instances.watch({ profile }, { signal: watching.signal })) {
      if (news.type !== 'instances') continue;
      const row = news.instances.find(({ repository }) => repository === 'harbor-api');
      states.push(row?.state ?? 'gone');
      if (row?.state === 'running') await inside(stage.host, `kill -KILL ${row.pid}`);
      if (row?.state === 'crashed') break;
    }
    expect(states).toEqual(['running', 'crashed']);
    await stop(stage.app, 'harbor-api');
    await expectNothingRuns(stage);
  });
});
