import { describe, expect, it } from 'vitest';
import { finish, startTestCore } from '../../support/app/test-core.ts';
import { audit } from '../../support/sandbox/audit/audit.ts';
import { berthHome, changeInside, inside, listenInside, whileChanged } from './support/inside.ts';
import {
  expectNothingRuns,
  expectStartWorks,
  failStart,
  listInstances,
  profile,
  setStage,
  start,
  stop,
} from './support/stage.ts';

const range = Array.from({ length: 12 }, (_, index) => 8888 + index);

describe('a start that cannot get a port', () => {
  const stage = setStage();

  it('names who holds what when every port is taken', async () => {
    const listener = await listenInside(stage.host, range.slice(1));
    await whileChanged(Promise.resolve(listener), async () => {
      const first = await start(stage.app, 'harbor-api');
      expect(first.port).toBe(8888);
      const failure = await failStart(stage.app, 'tide-charts');
      expect(failure).toMatchObject({ kind: 'ports-exhausted', stage: 'claim', undone: ['claim'] });
      expect(failure.message).toContain('8888 to 8899');
      const told = failure.detail?.split('\n') ?? [];
      expect(told).toHaveLength(12);
      expect(told[0]).toBe(`8888: instance ${first.id}`);
      for (const [index, line] of told.slice(1).entries()) {
        expect(line).toMatch(new RegExp(`^${8889 + index}: process ${listener.pid} of user mallory: /opt/code-server`));
      }
      expect((await listInstances(stage.app)).map(({ repository }) => repository)).toEqual(['harbor-api']);
      // The foreign program's ports are in our range, and it is none of Berth's leftovers.
      expect((await audit(stage.host)).filter(({ kind }) => kind !== 'listener')).toEqual([]);
      await stop(stage.app, 'harbor-api');
    });
    await expectStartWorks(stage, 'tide-charts');
  });

  it('moves on to the next port when one is taken', async () => {
    await whileChanged(listenInside(stage.host, [8888, 8890]), async () => {
      expect((await start(stage.app, 'harbor-api')).port).toBe(8889);
      expect((await start(stage.app, 'tide-charts')).port).toBe(8891);
      await Promise.all([stop(stage.app, 'harbor-api'), stop(stage.app, 'tide-charts')]);
    });
    await expectNothingRuns(stage);
    expect((await expectStartWorks(stage, 'harbor-api')).port).toBe(8888);
  });
});

describe('a start that finds no room', () => {
  const stage = setStage({ memoryTotalBytes: 8e9 });
  const meminfo = (bytes: number) =>
    `sed -i.kept 's/^MemAvailable:.*/MemAvailable: ${Math.floor(bytes / 1024)} kB/' /etc/box-meminfo.new`;

  it('says that memory is short before anything changes', async () => {
    // The file behind /proc/meminfo must stay the same one, so it is written in place.
    const change = changeInside(
      stage.host,
      `cp /etc/box-meminfo /etc/box-meminfo.new; ${meminfo(300e6)}; cat /etc/box-meminfo.new >/etc/box-meminfo`,
      'cat /etc/box-meminfo.new.kept >/etc/box-meminfo',
    );
    await whileChanged(change, async () => {
      const failure = await failStart(stage.app, 'harbor-api');
      expect(failure).toMatchObject({ kind: 'out-of-memory', stage: 'budget', undone: [] });
      expect(failure.detail).toMatch(/^free: 0 MB, needed: \d+ MB\navailable: 28[0-9] MB, kept for the server: \d+ MB/);
      expect(await listInstances(stage.app)).toEqual([]);
      await expectNothingRuns(stage);
    });
    await expectStartWorks(stage, 'harbor-api');
  });

  it('says that the disk is nearly full', async () => {
    const change = changeInside(
      stage.host,
      `mount -t tmpfs -o size=100m,mode=0700 none "${berthHome}"`,
      `umount -l "${berthHome}"`,
    );
    await whileChanged(change, async () => {
      const failure = await failStart(stage.app, 'tide-charts');
      expect(failure).toMatchObject({ kind: 'start-failed', stage: 'budget', undone: [] });
      expect(failure.detail).toMatch(/^free: \d+ MB, needed: 200 MB$/);
      await expectNothingRuns(stage);
    });
    await expectStartWorks(stage, 'tide-charts');
  });

  it('says that nothing at all can be written, to a new connection and to one that is there', async () => {
    const change = changeInside(
      stage.host,
      `mount -t tmpfs -o size=300m,mode=0700 none "${berthHome}"; head -c 400m /dev/zero >"${berthHome}/full" 2>/dev/null || true`,
      `umount -l "${berthHome}"`,
    );
    await whileChanged(change, async () => {
      const failure = await failStart(stage.app, 'harbor-api');
      expect(failure).toMatchObject({ kind: 'host-unsupported', stage: 'session' });
      expect(failure.message).toMatch(/disk of the server is full/);
      const late = await startTestCore(stage.host);
      const listed = await late.client.repositories.list({ profile });
      expect(!listed.ok && listed.failure.message).toMatch(/disk of the server is full/);
      await late.close();
    });
    await expectStartWorks(stage, 'harbor-api');
  });

  const fullFolders = [
    ['the journal', 'journal', 'script'],
    ['the claims', 'ports', 'claim'],
    ['the records', 'instances', 'claim'],
    // Sockets need no space, only a place in the folder.
    ['the sockets', 'run', 'directories', 'nr_inodes=1'],
    ['the routes', 'nginx', 'nginx'],
  ] as const;
  it.each(fullFolders)(
    'undoes everything when there is no room for %s',
    async (_, folder, stageName, limit: string = 'size=4k') => {
      await start(stage.app, 'lighthouse-docs');
      await stop(stage.app, 'lighthouse-docs');
      const place = `${berthHome}/${folder}`;
      const change = changeInside(
        stage.host,
        `mkdir -p -m 0700 "${place}"; mount -t tmpfs -o ${limit},mode=0700 none "${place}"; head -c 8k /dev/zero >"${place}/full" 2>/dev/null || true`,
        `umount -l "${place}"; [[ ${folder} != nginx ]] || rmdir "${place}"`,
      );
      await whileChanged(change, async () => {
        const failure = await failStart(stage.app, 'harbor-api');
        expect(failure.stage).toBe(stageName);
        expect(failure.message).toMatch(/cannot be|did not take/);
      });
      await expectNothingRuns(stage);
      await expectStartWorks(stage, 'harbor-api');
    },
  );
});

describe('a start as a plain user', () => {
  const stage = setStage({}, { draft: { user: 'dev', repositoryRoots: ['/home/dev/code'] } });

  const closedFolders = [
    ['instances', 'harbor-api', 'claim', 'start-failed'],
    ['ports', 'harbor-api', 'claim', 'start-failed'],
    ['run', 'harbor-api', 'directories', 'start-failed'],
    ['locks', 'lighthouse-docs', 'claim', 'lock-broken'],
  ] as const;
  it.each(closedFolders)('says that the folder %s cannot be written', async (folder, repository, stageName, kind) => {
    await inside(stage.host, `mkdir -p -m 0700 "${berthHome}" "${berthHome}/${folder}"`, 'dev');
    const change = changeInside(
      stage.host,
      `chmod 0500 "${berthHome}/${folder}"`,
      `chmod 0700 "${berthHome}/${folder}"`,
      'dev',
    );
    await whileChanged(change, async () => {
      const failure = await failStart(stage.app, repository);
      expect(failure).toMatchObject({ kind, stage: stageName });
      expect(failure.message).toMatch(/cannot be (made|written)/);
      expect(failure.nextStep).toMatch(/permissions/);
      await expectNothingRuns(stage);
    });
    await expectStartWorks(stage, repository);
  });

  it('says that the folder of the instance cannot be written, and leaves the instance stopped', async () => {
    const { id } = await start(stage.app, 'tide-charts');
    await stop(stage.app, 'tide-charts');
    const folder = `${berthHome}/instances/${id}`;
    await whileChanged(
      changeInside(stage.host, `chmod 0500 "${folder}"`, `chmod 0700 "${folder}"`, 'dev'),
      async () => {
        const failure = await failStart(stage.app, 'tide-charts');
        expect(failure).toMatchObject({ kind: 'start-failed', stage: 'claim' });
        expect(failure.message).toMatch(/cannot be written/);
        await expectNothingRuns(stage);
      },
    );
    await expectStartWorks(stage, 'tide-charts');
  });

  it('names a repository that is not there, is a file, or may not be read', async () => {
    await inside(stage.host, 'echo x >~/code/file; mkdir -m 0000 ~/code/closed', 'dev');
    for (const path of ['/home/dev/code/nowhere', '/home/dev/code/file', '/home/dev/code/closed', '/root']) {
      const { last, steps } = await finish(stage.app.client.instances.start({ profile, repository: path }));
      expect(last).toMatchObject({ failure: { kind: 'repository-not-found', stage: 'directories' } });
      expect(steps).toEqual([]);
    }
    const byName = await failStart(stage.app, 'no-such-repository');
    expect(byName).toMatchObject({ kind: 'repository-not-found', stage: 'input' });
    await expectNothingRuns(stage);
    await expectStartWorks(stage, 'harbor-api');
  });
});
