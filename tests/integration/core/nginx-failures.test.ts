import { describe, expect, it } from 'vitest';
import { succeedWith } from '../../support/app/test-core.ts';
import { askGate, askWorkbench } from './support/gate-client.ts';
import { berthHome, changeInside, inside, isAlive, listenInside, whileChanged } from './support/inside.ts';
import {
  expectNothingRuns,
  expectStartWorks,
  failStart,
  listStates,
  profile,
  setStage,
  start,
  stop,
} from './support/stage.ts';

describe('an nginx that does not do what it should', () => {
  const stage = setStage();
  const undone = ['nginx', 'process', 'directories', 'claim'];

  it('names a broken route that nobody knows, and starts all the same', async () => {
    const routes = `${berthHome}/nginx/routes`;
    await inside(
      stage.host,
      `umask 077; mkdir -p "${routes}"; echo 'location /vscode/broken/ { no_such_directive on; }' >"${routes}/broken.conf"`,
    );
    const titles: string[] = [];
    for await (const item of stage.app.client.instances.start({ profile, repository: 'harbor-api' })) {
      if (item.type === 'step') titles.push(item.step.title);
      else expect(item).toMatchObject({ type: 'done', value: { state: 'running' } });
    }
    expect(titles).toContain('Leaving out a broken route: broken');
    expect(await inside(stage.host, `ls "${berthHome}/nginx/aside"`)).toBe('broken.conf');
    expect(await askWorkbench(stage.app, 'harbor-api')).toBe(200);
    await stop(stage.app, 'harbor-api');
    await expectNothingRuns(stage);
  });

  it('leaves the routes of others alone when a broken one turns up beside them', async () => {
    await start(stage.app, 'harbor-api');
    await inside(stage.host, `umask 077; echo 'this is no conf' >"${berthHome}/nginx/routes/broken.conf"`);
    await expectStartsBeside('tide-charts');
    expect(await askWorkbench(stage.app, 'harbor-api')).toBe(200);
    expect(await listStates(stage.app)).toMatchObject({ 'harbor-api': 'running' });
    await stop(stage.app, 'harbor-api');
    await expectNothingRuns(stage);
  });

  const expectStartsBeside = async (repository: string) => {
    await start(stage.app, repository);
    expect(await askWorkbench(stage.app, repository)).toBe(200);
    await stop(stage.app, repository);
  };

  it('names what the program says when it cannot run at all', async () => {
    const program = '#!/bin/sh\\necho "nginx: the anchor is stuck" >&2\\nexit 1\\n';
    await whileChanged(
      changeInside(
        stage.host,
        `cp -p /usr/sbin/nginx /usr/sbin/nginx.kept; printf '${program}' >/usr/sbin/nginx.new; chmod 755 /usr/sbin/nginx.new; mv /usr/sbin/nginx.new /usr/sbin/nginx`,
        'mv /usr/sbin/nginx.kept /usr/sbin/nginx',
      ),
      async () => {
        const failure = await failStart(stage.app, 'harbor-api');
        expect(failure).toMatchObject({ kind: 'start-failed', stage: 'nginx', undone });
        expect(failure.detail).toContain('the anchor is stuck');
        await expectNothingRuns(stage);
      },
    );
    await expectStartWorks(stage, 'harbor-api');
  });

  it('takes another port when somebody has its usual one', async () => {
    await whileChanged(listenInside(stage.host, [8887]), async () => {
      await start(stage.app, 'harbor-api');
      const ports = await stage.app.client.ports.list({ profile });
      const nginx = ports.ok ? ports.value.filter(({ kind }) => kind === 'nginx') : [];
      expect(nginx.map(({ port, address }) => [port, address])).toEqual([[8886, '127.0.0.1']]);
      expect(await askWorkbench(stage.app, 'harbor-api')).toBe(200);
      await stop(stage.app, 'harbor-api');
    });
    await expectNothingRuns(stage);
  });

  const killed = [
    ['its master', `kill -KILL "$(<"${berthHome}/nginx/nginx.pid")"`],
    [
      'all of it',
      `for path in /proc/[0-9]*; do [[ ! $path/cwd -ef ${berthHome}/nginx ]] || kill -KILL "\${path#/proc/}"; done`,
    ],
  ] as const;
  it.each(killed)('is brought back by a start after somebody killed %s', async (_, kill) => {
    const before = await start(stage.app, 'harbor-api');
    const systemNginx = Number(await inside(stage.host, 'cat /run/nginx.pid'));
    await inside(stage.host, kill);
    // The same instance goes on, and its route is healed.
    const again = await start(stage.app, 'harbor-api');
    expect(again.pid).toBe(before.pid);
    expect(await askWorkbench(stage.app, 'harbor-api')).toBe(200);
    await inside(stage.host, kill);
    await start(stage.app, 'tide-charts');
    for (const repository of ['harbor-api', 'tide-charts']) expect(await askWorkbench(stage.app, repository)).toBe(200);
    await inside(stage.host, kill);
    await stop(stage.app, 'harbor-api');
    await stop(stage.app, 'tide-charts');
    await expectNothingRuns(stage);
    expect(await isAlive(stage.host, systemNginx)).toBe(true);
  });
});

describe('a host without nginx', () => {
  const stage = setStage({ hasNginx: false });

  it('lets the gate go straight to VS Code, and says so', async () => {
    const [one, two] = await Promise.all([start(stage.app, 'harbor-api'), start(stage.app, 'tide-charts')]);
    expect([one.state, two.state]).toEqual(['running', 'running']);
    for (const repository of ['harbor-api', 'tide-charts']) {
      const opened = await stage.app.client.instances.open({ profile, repository });
      expect(opened.ok && opened.value.isDirect).toBe(true);
      expect(await askWorkbench(stage.app, repository)).toBe(200);
      const entry = opened.ok ? new URL(opened.value.entryUrl) : new URL('http://nowhere');
      expect((await askGate(entry.origin, `/vscode/${opened.ok ? opened.value.instanceId : ''}/`, {})).status).toBe(
        403,
      );
    }
    expect(await inside(stage.host, `ls -d "${berthHome}/nginx" 2>/dev/null || true`)).toBe('');
    await Promise.all([stop(stage.app, 'harbor-api'), stop(stage.app, 'tide-charts')]);
    await expectNothingRuns(stage);
    expect((await succeedWith(stage.app.client.cleanup.run({ profile, level: 'everything' }))).remaining).toEqual([]);
  });
});
