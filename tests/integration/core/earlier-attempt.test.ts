import { describe, expect, it } from 'vitest';
import { askGate, askWorkbench } from './support/gate-client.ts';
import {
  berthHome,
  changeInside,
  inside,
  listenInside,
  quoted,
  replaceCodeServer,
  setEnvironment,
  whileChanged,
} from './support/inside.ts';
import { expectNothingRuns, expectStartWorks, listInstances, profile, setStage, start, stop } from './support/stage.ts';

/**
 * How one editor per repository behind nginx goes wrong: each case is a fault that a hand-made collection of scripts for
 * this very job had, and that its users met.
 */
const stage = setStage({ repositories: ['harbor-api', 'tide-charts', 'two words'] });

/** The local addresses that listen on these ports, read from the kernel: `0100007F` is 127.0.0.1. */
async function listeners(): Promise<{ readonly address: string; readonly port: number }[]> {
  const printed = await inside(
    stage.host,
    `awk '$4 == "0A" { print $2 }' /proc/net/tcp; awk '$4 == "0A" { print $2 }' /proc/net/tcp6 2>/dev/null || true`,
  );
  return printed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(':'))
    .map(([address = '', port = '']) => ({ address, port: Number.parseInt(port, 16) }));
}

/** Sets variables for a connection of its own: those that stand already have the environment that they began with. */
async function whileEnvironment(variables: Readonly<Record<string, string>>, during: () => Promise<unknown>) {
  await whileChanged(setEnvironment(stage.host, variables), async () => {
    await stage.app.client.hosts.disconnect({ profile });
    await during();
  });
  await stage.app.client.hosts.disconnect({ profile });
}

/** How many of Berth's processes on the host have this variable. */
async function countEnvironment(variable: string): Promise<number> {
  return Number(
    await inside(
      stage.host,
      `{ grep -lszxF -e ${quoted(variable)} /proc/[0-9]*/environ || true; } | sed 's/environ$/cmdline/' | { xargs -r grep -lszE 'scripts/[0-9a-f]*/runner' || true; } | wc -l`,
    ),
  );
}

async function addressesOf(port: number | null): Promise<string[]> {
  return (await listeners()).filter((listener) => listener.port === port).map(({ address }) => address);
}

describe('what the host already has does not move an instance', () => {
  async function expectOwnPort() {
    const { port } = await start(stage.app, 'harbor-api');
    expect(port).toBe(8888);
    expect(await addressesOf(8888)).toEqual(['0100007F']);
    expect(await addressesOf(9999)).toEqual([]);
    expect(await askWorkbench(stage.app, 'harbor-api')).toBe(200);
    await stop(stage.app, 'harbor-api');
  }

  it.each([
    ['a PORT in the environment', { PORT: '9999' }],
    ['variables of code-server’s own', { CODE_SERVER_CONFIG: '/etc/hostname', CODE_SERVER_HOST: '0.0.0.0' }],
  ])('%s', async (_, variables) => {
    await whileEnvironment(variables, async () => {
      await start(stage.app, 'tide-charts');
      for (const [name, value] of Object.entries(variables)) {
        expect(await countEnvironment(`${name}=${value}`)).toBeGreaterThan(0);
      }
      await stop(stage.app, 'tide-charts');
      await expectOwnPort();
    });
  });

  it('a config of code-server in the home', async () => {
    const config = 'bind-addr: 0.0.0.0:9999\nauth: none\ncert: false\n';
    const folder = '~/.config/code-server';
    const make = `mkdir -p ${folder}; printf %s ${quoted(config)} >${folder}/config.yaml`;
    await whileChanged(changeInside(stage.host, make, `rm -r ${folder}`), expectOwnPort);
  });

  it('an older editor holds 8888: the next port is taken, and the list says who holds the first', async () => {
    const older = await listenInside(stage.host, [8888], 'root');
    await whileChanged(Promise.resolve(older), async () => {
      expect((await start(stage.app, 'harbor-api')).port).toBe(8889);
      const ports = await stage.app.client.ports.list({ profile });
      expect(ports.ok && ports.value.find(({ port }) => port === 8888)).toMatchObject({
        kind: 'foreign',
        pid: older.pid,
        user: 'root',
      });
      await stop(stage.app, 'harbor-api');
    });
  });

  it('a host without nc, curl, ss, ps, python and sudo', async () => {
    const folder = '/opt/few-programs';
    const few =
      'sh bash env cat cp mv rm mkdir rmdir ln ls chmod stat date head tail tr cut sort sed awk grep find xargs seq wc od ' +
      'sha256sum sync flock setsid sleep timeout id uname dirname basename readlink realpath mktemp touch printf df du mkfifo ' +
      'tar gzip base64 true false tty stty git nginx getent uniq comm tee kill paste cmp nproc';
    const make = `mkdir ${folder}; for name in ${few}; do found=$(command -v -- "$name") && [[ $found == /* ]] && ln -s "$found" ${folder}/ || true; done; ln -s "$(command -v code-server)" ${folder}/`;
    await whileChanged(changeInside(stage.host, make, `rm -r ${folder}`), () =>
      whileEnvironment({ PATH: folder }, () => expectStartWorks(stage, 'harbor-api')),
    );
  });

  it('no /etc/nginx, or one that is laid out differently', async () => {
    await whileChanged(changeInside(stage.host, 'mv /etc/nginx /etc/nginx.away', 'mv /etc/nginx.away /etc/nginx'), () =>
      expectStartWorks(stage, 'harbor-api'),
    );
  });
});

describe('what an instance keeps', () => {
  it('its own folder, whatever was opened last', async () => {
    const rows = [await start(stage.app, 'harbor-api'), await start(stage.app, 'tide-charts')];
    // VS Code itself remembers here what was opened last.
    for (const { id, path } of rows) {
      const other = rows.find((row) => row.id !== id)?.path ?? path;
      await inside(
        stage.host,
        `printf %s ${quoted(JSON.stringify({ query: { folder: other } }))} >"${berthHome}/instances/${id}/user-data/coder.json"`,
      );
    }
    for (const { id, repository, path } of rows) {
      const opened = await stage.app.client.instances.open({ profile, repository });
      if (!opened.ok) throw new Error(opened.failure.message);
      const entry = stage.app.core.gate.find(profile, id);
      const answer = await askGate(opened.value.origin, `/vscode/${id}/`, {
        cookie: `${entry?.cookie.name}=${entry?.cookie.value}`,
      });
      expect(answer.status).toBe(302);
      expect(new URL(answer.location, opened.value.origin).searchParams.get('folder')).toBe(path);
    }
    await Promise.all(rows.map(({ repository }) => stop(stage.app, repository)));
  });

  it('its settings over a reboot that empties /tmp and /run', async () => {
    const { id } = await start(stage.app, 'harbor-api');
    const settings = `"${berthHome}/instances/${id}/user-data/User/settings.json"`;
    await inside(stage.host, `printf '{ "editor.fontSize": 17 }' >${settings}`);
    await stop(stage.app, 'harbor-api');
    expect(await inside(stage.host, `readlink -f ${settings}`)).not.toMatch(/^\/(tmp|var\/tmp|run|dev)\//);
    await inside(stage.host, 'find /tmp /run/user -mindepth 1 -delete 2>/dev/null || true');
    await start(stage.app, 'harbor-api');
    expect(await inside(stage.host, `cat ${settings}`)).toContain('17');
    await stop(stage.app, 'harbor-api');
  });

  it('its place in the list where the path holds spaces', async () => {
    const { id, port } = await start(stage.app, 'two words');
    const { client } = stage.app;
    expect(await listInstances(stage.app)).toContainEqual(expect.objectContaining({ id, repository: 'two words' }));
    const ports = await client.ports.list({ profile });
    expect(ports.ok && ports.value.find((row) => row.port === port)).toMatchObject({
      kind: 'instance',
      instanceId: id,
    });
    await stop(stage.app, 'two words');
  });

  it('its port when the notes about ports are lost', async () => {
    const { id, port } = await start(stage.app, 'harbor-api');
    await inside(stage.host, `rm -r "${berthHome}/ports"`);
    const reconciled = await stage.app.client.ports.reconcile({ profile });
    expect(reconciled.ok && reconciled.value.changes.map(({ message }) => message)).toHaveLength(1);
    expect(await inside(stage.host, `cat "${berthHome}/ports/${port}"`)).toBe(id);
    expect((await start(stage.app, 'tide-charts')).port).not.toBe(port);
    await Promise.all([stop(stage.app, 'harbor-api'), stop(stage.app, 'tide-charts')]);
  });
});

describe('who gets in', () => {
  it('nobody without the token, and nobody from another machine at all', async () => {
    const { id, port } = await start(stage.app, 'harbor-api');
    const nginxPort = Number(await inside(stage.host, `cat "${berthHome}/nginx/port"`));
    for (const listening of [port, nginxPort]) expect(await addressesOf(listening)).toEqual(['0100007F']);
    const base = nginxPort === port ? '' : `/vscode/${id}`;
    for (const url of [`http://127.0.0.1:${port}/`, `http://127.0.0.1:${nginxPort}${base}/`]) {
      const page = await inside(stage.host, `curl -sS -L --max-redirs 5 ${quoted(url)}`, 'mallory');
      expect(page).toContain('password');
      expect(page).not.toContain('workbench.js');
    }
    await stop(stage.app, 'harbor-api');
  });
});

it('waits for an editor that takes more than half a minute to come up', async () => {
  const slow = '#!/bin/sh\nsleep 31\nexec /usr/local/bin/code-server "$@"\n';
  const real = await inside(stage.host, 'command -v code-server');
  await whileChanged(replaceCodeServer(stage.host, slow.replace('/usr/local/bin/code-server', real)), async () => {
    expect((await start(stage.app, 'harbor-api')).state).toBe('running');
    await stop(stage.app, 'harbor-api');
  });
  await expectNothingRuns(stage);
}, 90_000);
