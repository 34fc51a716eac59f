import { describe, expect, it } from 'vitest';
import type { CleanupItem, CleanupLevel } from '../../../main/contract/cleanup.ts';
import { succeedWith } from '../../support/app/test-core.ts';
import { audit } from '../../support/sandbox/audit/audit.ts';
import { poll } from '../../support/sandbox/poll.ts';
import { askWorkbench } from './support/gate-client.ts';
import { berthHome, inside, isAlive, markedPids, startInside } from './support/inside.ts';
import { expectNothingRuns, listStates, profile, setStage, start, stop } from './support/stage.ts';

const keysOf = (items: readonly CleanupItem[]) => items.map(({ kind, target }) => `${kind} ${target}`).sort();

describe('a cleanup', () => {
  const stage = setStage();

  /** What a cleanup would do. */
  const look = async (level: CleanupLevel) => {
    const told = await stage.app.client.cleanup.preview({ profile, level });
    if (!told.ok) throw new Error(told.failure.message);
    return told.value;
  };
  const preview = async (level: CleanupLevel) => (await look(level)).items.filter(({ isOptional }) => !isOptional);
  /** As the page does it: the list that was shown is the one that goes. */
  const run = async (level: CleanupLevel) => {
    const { digest } = await look(level);
    return succeedWith(stage.app.client.cleanup.run({ profile, level, digest }));
  };

  /** One hash over names, modes, times and contents of everything below the repositories of all users. */
  const hashOfRepositories = () =>
    inside(
      stage.host,
      `{ find /var/www/github /home/dev/code -printf '%p %y %m %u %s %T@ %l\\n' | LC_ALL=C sort; find /var/www/github /home/dev/code -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum; } | sha256sum`,
    );
  const contentsOfHome = () =>
    inside(stage.host, `cd "${berthHome}"; find . -printf '%p %y %m %s %T@\\n' | grep -v ' s ' | LC_ALL=C sort`);

  /** Plants what faults leave behind; returns what must be found, as keys of items. */
  const plantLeftovers = async () => {
    const crashed = await start(stage.app, 'tide-charts');
    const home = await inside(stage.host, `echo "${berthHome}"`);
    await inside(
      stage.host,
      `umask 077; cd "${home}"
      kill -KILL ${crashed.pid}
      echo ghost-000000 >ports/8895
      mkdir -p run/8895 instances/ghost-000000 scripts/${'0'.repeat(64)}
      echo 'location /vscode/ghost-000000/ { return 404; }' >nginx/routes/ghost-000000.conf
      echo x >scripts/${'0'.repeat(64)}/old; echo x >run/8895/temporary
      echo x >instances/ghost-000000/log
      echo x >record.tmp.123; touch -d '2 hours ago' record.tmp.123
      echo x >journal/old; touch -d '9 days ago' journal/old`,
    );
    const orphan = await startInside(
      stage.host,
      `env BERTH_INSTANCE=ghost-000000 BERTH_INSTANCE_HOME=${home} bash -c 'echo up; exec sleep 1000'`,
    );
    await poll('the crash to be over', async () => !(await isAlive(stage.host, Number(crashed.pid))));
    return {
      orphan,
      crashed,
      keys: [
        `process pid ${orphan}`,
        `claim ${home}/ports/8895`,
        `claim ${home}/ports/${crashed.port}`,
        `directory ${home}/run/8895`,
        `directory ${home}/run/${crashed.port}`,
        `directory ${home}/instances/ghost-000000`,
        `directory ${home}/scripts/${'0'.repeat(64)}`,
        `conf ${home}/nginx/routes/ghost-000000.conf`,
        `conf ${home}/nginx/routes/${crashed.id}.conf`,
        `other ${home}/instances/${crashed.id}/token`,
        `other ${home}/record.tmp.123`,
        `other ${home}/journal/old`,
      ],
    };
  };

  it('finds what was left, previews exactly what goes, and leaves running instances and repositories alone', async () => {
    const before = await hashOfRepositories();
    const running = await start(stage.app, 'harbor-api');
    const { keys, orphan, crashed } = await plantLeftovers();
    // The crashed one's own children may still be ending; what a preview tells must hold still.
    await poll('the children of the crashed one to end or stay', async () => {
      const pids = (await markedPids(stage.host)).join();
      await inside(stage.host, 'sleep 0.3');
      return (await markedPids(stage.host)).join() === pids;
    });
    expect((await audit(stage.host)).length).toBeGreaterThan(5);

    const contents = await contentsOfHome();
    const told = await preview('leftovers');
    expect(await contentsOfHome()).toBe(contents);
    expect(keysOf(told)).toEqual(expect.arrayContaining(keys.sort()));
    expect(told.filter(({ instanceId }) => instanceId === running.id)).toEqual([]);
    for (const { reason, sizeBytes, ageSeconds, kind } of told) {
      expect(reason).not.toBe('');
      if (kind !== 'process') expect([sizeBytes, ageSeconds]).toEqual([expect.any(Number), expect.any(Number)]);
    }

    const report = await run('leftovers');
    expect(report.remaining).toEqual([]);
    expect(keysOf(report.removed)).toEqual(keysOf(told));
    expect(await isAlive(stage.host, orphan)).toBe(false);
    expect(await preview('leftovers')).toEqual([]);
    expect(await audit(stage.host).then((found) => found.filter(({ kind }) => kind !== 'record'))).toEqual([]);

    expect(await listStates(stage.app)).toEqual({ 'harbor-api': 'running', 'tide-charts': 'crashed' });
    expect(await isAlive(stage.host, Number(running.pid))).toBe(true);
    expect(await askWorkbench(stage.app, 'harbor-api')).toBe(200);
    expect((await start(stage.app, 'tide-charts')).id).toBe(crashed.id);
    expect(await askWorkbench(stage.app, 'tide-charts')).toBe(200);
    await Promise.all([stop(stage.app, 'harbor-api'), stop(stage.app, 'tide-charts')]);
    await expectNothingRuns(stage);
    expect(await hashOfRepositories()).toBe(before);
  });

  it('of all instances ends running ones too, and keeps what the user set', async () => {
    const before = await hashOfRepositories();
    const one = await start(stage.app, 'harbor-api');
    const two = await start(stage.app, 'tide-charts');
    const settings = `${berthHome}/instances/${one.id}/user-data/User/settings.json`;
    await inside(stage.host, `echo '{"mine": true}' >"${settings}"`);
    const told = await preview('instances');
    const { removed, remaining } = await run('instances');
    expect(remaining).toEqual([]);
    expect(keysOf(removed)).toEqual(keysOf(told));
    for (const { pid } of [one, two]) expect(keysOf(removed)).toContain(`process pid ${pid}`);
    expect(await listStates(stage.app)).toEqual({});
    expect(await markedPids(stage.host)).toEqual([]);
    expect(await inside(stage.host, `cat "${settings}"`)).toBe('{"mine": true}');
    await Promise.all([start(stage.app, 'harbor-api'), start(stage.app, 'tide-charts')]);
    expect(await inside(stage.host, `cat "${settings}"`)).toBe('{"mine": true}');
    await Promise.all([stop(stage.app, 'harbor-api'), stop(stage.app, 'tide-charts')]);
    expect(await hashOfRepositories()).toBe(before);
  });

  it('of everything leaves nothing of Berth, while instances run, and the next start begins anew', async () => {
    const before = await hashOfRepositories();
    await start(stage.app, 'harbor-api');
    await plantLeftovers();
    const told = await preview('everything');
    const { removed, remaining } = await run('everything');
    expect(remaining).toEqual([]);
    expect(keysOf(removed)).toEqual(expect.arrayContaining(keysOf(told.filter(({ kind }) => kind !== 'process'))));
    expect(await markedPids(stage.host)).toEqual([]);
    expect(await inside(stage.host, `ls -d "${berthHome}" 2>/dev/null || true`)).toBe('');
    await expectNothingRuns(stage);
    expect((await start(stage.app, 'harbor-api')).state).toBe('running');
    await stop(stage.app, 'harbor-api');
    expect(await hashOfRepositories()).toBe(before);
  });
});
