import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cleanupReport } from '../../../main/contract/cleanup.ts';
import { type Instance, instance } from '../../../main/contract/instances.ts';
import { repository } from '../../../main/contract/repositories.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { poll } from '../../support/sandbox/poll.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { berthHome, inside } from '../core/support/inside.ts';
import { type CommandLine, startCommandLine } from './support/command-line.ts';
import { anotherExtensionHost, instanceProcesses, oneProcess, type ProcessRole } from './support/instance-processes.ts';
import { openEditor } from './support/open-editor.ts';
import { goodRoute, routeAnswers } from './support/route-answers.ts';

const names = ['harbor-api', 'lighthouse-docs', 'tide-charts'] as const;
let host: SandboxHost;
let berth: CommandLine;

beforeAll(async () => {
  host = await startSandbox({ kind: 'box' });
  berth = await startCommandLine(host);
}, 300_000);
afterEach(() => expectNoLeftovers(host, { isLinkClosed: true }));
afterAll(async () => {
  await berth?.close();
  await host?.stop();
});

const start = (name: string) => berth.ask(instance, 'instances', 'start', '--repository', name);
const stop = (name: string) => berth.ask(instance, 'instances', 'stop', '--repository', name);
const list = async () => {
  const rows = await berth.ask(z.array(instance), 'instances', 'list');
  return rows.sort((one, other) => (one.repository < other.repository ? -1 : 1));
};
const states = async () => (await list()).map(({ repository: name, state }) => `${name}: ${state}`);

/** All of these run, each on a port of its own, and their routes answer. */
async function expectAllRun(rows: readonly Instance[]): Promise<void> {
  expect((await list()).filter(({ state }) => state === 'running').map(({ id, port, pid }) => [id, port, pid])).toEqual(
    [...rows].sort((one, other) => (one.id < other.id ? -1 : 1)).map(({ id, port, pid }) => [id, port, pid]),
  );
  expect(new Set(rows.map(({ port }) => port)).size).toBe(rows.length);
  expect(await routeAnswers(host, rows)).toEqual(rows.map(() => goodRoute));
}

describe('through the command line', () => {
  test('single instance', async () => {
    const listed = await berth.ask(z.array(repository), 'repositories', 'list');
    expect(listed.map(({ name }) => name)).toEqual(names);
    const started = await start('harbor-api');
    expect(started).toMatchObject({ state: 'running', port: 8888, path: '/var/www/github/harbor-api' });
    await expectAllRun([started]);
    // Whoever starts it again is given the one that runs.
    expect(await start('harbor-api')).toMatchObject({ pid: started.pid, port: started.port });
    expect(await stop('harbor-api')).toMatchObject({ state: 'stopped', pid: null, port: null });
    expect(await instanceProcesses(host, started.id)).toEqual([]);
    expect(await states()).toEqual(['harbor-api: stopped']);
  });

  test('several in sequence', async () => {
    const rows: Instance[] = [];
    for (const name of names) rows.push(await start(name));
    expect(rows.map(({ port }) => port)).toEqual([8888, 8889, 8890]);
    await expectAllRun(rows);
    for (const name of names) {
      await stop(name);
      rows.shift();
    }
    await expectNoLeftovers(host);
    for (const name of ['tide-charts', 'harbor-api']) {
      const again = await start(name);
      expect(again.port).toBe(8888);
      await expectAllRun([again]);
      await stop(name);
    }
    expect(await states()).toEqual(names.map((name) => `${name}: stopped`));
  }, 120_000);

  test('three at once', async () => {
    const rows = await Promise.all(names.map(start));
    expect(new Set(rows.map(({ port }) => port))).toEqual(new Set([8888, 8889, 8890]));
    await expectAllRun(rows);
    expect((await Promise.all(names.map(stop))).map(({ state }) => state)).toEqual(names.map(() => 'stopped'));
  });

  describe('crash and start again', () => {
    test.each<ProcessRole>(['wrapper', 'server'])('kill -9 of the %s', async (role) => {
      const [crashed, other] = [await start('harbor-api'), await start('tide-charts')];
      await inside(host, `kill -KILL ${await oneProcess(host, crashed.id, role)}`);
      await poll('Berth to notice', async () => (await list())[0]?.pid !== crashed.pid, 30_000);
      const again = await start('harbor-api');
      expect(again).toMatchObject({ id: crashed.id, state: 'running', port: crashed.port });
      expect(again.pid).not.toBe(crashed.pid);
      await expectAllRun([again, other]);
      await oneProcess(host, crashed.id, 'wrapper');
      await oneProcess(host, crashed.id, 'server');
      await Promise.all([stop('harbor-api'), stop('tide-charts')]);
    });

    test('kill -9 of the extension host', async () => {
      const started = await start('harbor-api');
      const editor = await openEditor(host, 'harbor-api');
      try {
        const killed = await oneProcess(host, started.id, 'extension host');
        await inside(host, `kill -KILL ${killed}`);
        // The editor in the page asks for another one by itself; the instance is the same.
        await anotherExtensionHost(host, started.id, killed);
        expect(await start('harbor-api')).toMatchObject({ state: 'running', pid: started.pid, port: started.port });
        await expectAllRun([started]);
      } finally {
        await editor.close();
      }
      await stop('harbor-api');
    }, 120_000);
  });

  test('full cleanup with several running, then a fresh start', async () => {
    const rows = await Promise.all(names.map(start));
    const mine = `${berthHome}/instances/${rows[0]?.id}/user-data/User/mine`;
    await inside(host, `echo x >"${mine}"`);
    const report = await berth.ask(cleanupReport, 'cleanup', 'run', '--level', 'everything', '--yes');
    expect(report.remaining).toEqual([]);
    for (const { id } of rows) expect(await instanceProcesses(host, id)).toEqual([]);
    expect(await list()).toEqual([]);
    await expectNoLeftovers(host);
    const fresh = await Promise.all(names.map(start));
    await expectAllRun(fresh);
    expect((await host.run(`test -e "${mine}"`)).code).toBe(1);
    await Promise.all(names.map(stop));
  }, 120_000);
});
