import { describe, expect, it } from 'vitest';
import type { CleanupItem, CleanupLevel } from '../../../main/contract/cleanup.ts';
import { finish, succeedWith } from '../../support/app/test-core.ts';
import { everyOf } from '../../support/rounds.ts';
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

  it('of everything leaves nothing of Berth, while three run, and the next starts begin anew at once', async () => {
    const before = await hashOfRepositories();
    await Promise.all(
      ['harbor-api', 'tide-charts', 'lighthouse-docs'].map((repository) => start(stage.app, repository)),
    );
    await plantLeftovers();
    const told = await look('everything');
    const report = await succeedWith(
      stage.app.client.cleanup.run({ profile, level: 'everything', digest: told.digest }),
    );
    expect(report.remaining).toEqual([]);
    expect(report.backupPath).toBe(null);
    expect(keysOf(report.removed)).toEqual(keysOf(told.items.filter(({ isOptional }) => !isOptional)));
    expect(await markedPids(stage.host)).toEqual([]);
    expect(await inside(stage.host, `ls -d "${berthHome}" 2>/dev/null || true`)).toBe('');
    await expectNothingRuns(stage);
    await Promise.all([start(stage.app, 'harbor-api'), start(stage.app, 'tide-charts')]);
    expect(await listStates(stage.app)).toEqual({ 'harbor-api': 'running', 'tide-charts': 'running' });
    expect(await askWorkbench(stage.app, 'tide-charts')).toBe(200);
    await run('instances');
    expect(await hashOfRepositories()).toBe(before);
  });

  it('tells of uncommitted work, and does nothing when the list is another one by then', async () => {
    const { path } = await start(stage.app, 'harbor-api');
    await inside(stage.host, `cd ${path}; echo more >>README.md; echo draft >notes.txt`);
    const told = await look('instances');
    expect(told.warnings).toEqual([{ repository: 'harbor-api', path, message: '1 changed file, 1 not in git' }]);
    const later = await start(stage.app, 'tide-charts');
    const { last } = await finish(stage.app.client.cleanup.run({ profile, level: 'instances', digest: told.digest }));
    expect(last).toMatchObject({ type: 'failed', failure: { kind: 'list-changed', stage: 'cleanup' } });
    expect(await listStates(stage.app)).toEqual({ 'harbor-api': 'running', 'tide-charts': 'running' });
    expect(await isAlive(stage.host, Number(later.pid))).toBe(true);
    const { removed, backupPath } = await run('instances');
    expect(removed.some(({ kind }) => kind === 'record')).toBe(true);
    expect(await inside(stage.host, `ls "${backupPath}/instances" | wc -l`)).toBe('2');
    expect(
      await inside(stage.host, `cat ${path}/notes.txt; git -C ${path} checkout -q README.md; rm ${path}/notes.txt`),
    ).toBe('draft');
  });

  /** Starts the real code-server by hand, as a user would; returns its pid. */
  const startByHand = (port: number, user: string) =>
    startInside(
      stage.host,
      `bash -c 'set -m; code-server --auth none --bind-addr 127.0.0.1:${port} --user-data-dir /tmp/mine-${user} --config /dev/null & until (exec 3<>/dev/tcp/127.0.0.1/${port}) 2>/dev/null; do sleep 0.05; done; echo up; wait'`,
      user,
    );

  it('ends a code-server that was started by hand only when it is ticked, and no other', async () => {
    const shells = [await startByHand(8990, 'root'), await startByHand(8991, 'dev')];
    const decoy = await startInside(
      stage.host,
      `bash -c 'echo up; while :; do sleep 1; done' code-server /opt/code-server`,
    );
    await start(stage.app, 'harbor-api');
    const { items } = await look('leftovers');
    const foreign = items.filter(({ kind }) => kind === 'foreign');
    expect(foreign.map(({ owner, isOptional }) => `${owner} ${isOptional}`).sort()).toEqual(['dev true', 'root true']);
    expect(items.filter(({ target }) => target === `pid ${decoy}`)).toEqual([]);
    const own = foreign.find(({ owner }) => owner === 'root');
    const report = await succeedWith(
      stage.app.client.cleanup.run({ profile, level: 'everything', ticked: [String(own?.key)] }),
    );
    expect(report.remaining).toEqual([]);
    expect(report.removed).toContainEqual(own && { ...own, sizeBytes: null, ageSeconds: expect.any(Number) });
    // Whoever waited for it goes on; the other user's and the shell with the word in its arguments never knew.
    await poll('the shell of the ended one to end', async () => !(await isAlive(stage.host, Number(shells[0]))));
    expect(await inside(stage.host, '(exec 3<>/dev/tcp/127.0.0.1/8990) 2>/dev/null && echo open || echo closed')).toBe(
      'closed',
    );
    expect(await inside(stage.host, '(exec 3<>/dev/tcp/127.0.0.1/8991) 2>/dev/null && echo open || echo closed')).toBe(
      'open',
    );
    expect(await isAlive(stage.host, decoy)).toBe(true);
    // Root may end it too, when it says so.
    const theirs = foreign.find(({ owner }) => owner === 'dev');
    const last = await succeedWith(
      stage.app.client.cleanup.run({ profile, level: 'leftovers', ticked: [String(theirs?.key)] }),
    );
    expect(last.removed.map(({ target }) => target)).toContain(theirs?.target);
    expect(await isAlive(stage.host, decoy)).toBe(true);
    await inside(stage.host, `kill -KILL ${decoy}; rm -rf /tmp/mine-*`);
  });

  it('takes away what an earlier tool left, in its real places, after a backup', async () => {
    await inside(
      stage.host,
      `mkdir -p /tmp/code-server-8888/User /tmp/vscode-agent-app /var/www/vscode-workspaces/app /var/www/ai-desktop/data /etc/nginx/vscode-projects
      echo precious >/root/precious; ln -s /root/precious /tmp/code-server-8888/link; ln -s /root /tmp/code-server-root
      echo '{"instances":{"app":{"port":8888}},"availablePorts":[8889]}' >/var/www/ai-desktop/data/vscode-ports.json
      echo 'location /vscode/app/ { proxy_pass http://127.0.0.1:8888; }' >/etc/nginx/vscode-projects/app.conf`,
    );
    const { removed, remaining, backupPath } = await run('leftovers');
    expect(remaining).toEqual([]);
    expect(removed.map(({ target }) => target)).toEqual(
      expect.arrayContaining([
        ...['/tmp/code-server-8888', '/tmp/code-server-root', '/tmp/vscode-agent-app', '/var/www/vscode-workspaces'],
        ...['/var/www/ai-desktop/data/vscode-ports.json', '/etc/nginx/vscode-projects/app.conf'],
      ]),
    );
    expect(
      await inside(
        stage.host,
        'cat /root/precious; ls -d /tmp/code-server-* /tmp/vscode-agent-* /var/www/vscode-workspaces 2>/dev/null || true',
      ),
    ).toBe('precious');
    expect(JSON.parse(await inside(stage.host, 'cat /var/www/ai-desktop/data/vscode-ports.json'))).toMatchObject({
      instances: {},
    });
    expect(await inside(stage.host, `cat "${backupPath}"/var/www/ai-desktop/data/vscode-ports.json`)).toContain(
      '"port":8888',
    );
    expect(await inside(stage.host, `cat "${backupPath}"/etc/nginx/vscode-projects/app.conf`)).toContain('8888');
    await inside(stage.host, 'rm -r /var/www/ai-desktop /root/precious');
  });

  it.each(everyOf(2, [0, 30, 90]))(
    'that is killed %i ms after it began to remove is ended by the next look',
    async (delayMs) => {
      await Promise.all([start(stage.app, 'harbor-api'), start(stage.app, 'tide-charts')]);
      // The whole group at once, as when the host ends a session.
      await inside(
        stage.host,
        `cd "${berthHome}"
      setsid scripts/*/berth cleanup --level instances --yes --operation-id cut-${delayMs} >/dev/null 2>&1 & group=$!
      deadline=$((SECONDS + 20)); until [[ -e cleanup/list ]]; do ((SECONDS < deadline)); sleep 0.005; done
      sleep ${delayMs / 1000}; kill -KILL -$group || true; wait $group || true; [[ -e cleanup/list ]]`,
      );
      const report = await run('leftovers');
      expect(report.remaining).toEqual([]);
      expect(await markedPids(stage.host)).toEqual([]);
      expect(await listStates(stage.app)).toEqual({});
      await expectNothingRuns(stage);
      expect((await start(stage.app, 'harbor-api')).state).toBe('running');
      await stop(stage.app, 'harbor-api');
    },
  );
});

describe('a cleanup where systemd supervises', () => {
  const stage = setStage({ init: 'systemd' });

  it('leaves no unit of an ended instance, and the next start has its name again', async () => {
    const units = () => inside(stage.host, "systemctl list-units --all --plain --no-legend 'berth-*' | wc -l");
    const first = await start(stage.app, 'harbor-api');
    await start(stage.app, 'tide-charts');
    expect(first.supervision).toBe('systemd-system');
    expect(await units()).toBe('2');
    const report = await succeedWith(stage.app.client.cleanup.run({ profile, level: 'everything' }));
    expect(report.remaining).toEqual([]);
    expect(await units()).toBe('0');
    await expectNothingRuns(stage);
    await start(stage.app, 'harbor-api');
    expect(await units()).toBe('1');
    await stop(stage.app, 'harbor-api');
    expect(await units()).toBe('0');
  });
});
