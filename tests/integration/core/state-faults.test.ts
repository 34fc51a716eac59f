import { describe, expect, it } from 'vitest';
import { finish } from '../../support/app/test-core.ts';
import { berthHome, changeInside, inside, markedPids, whileChanged } from './support/inside.ts';
import { expectNothingRuns, failStart, listStates, profile, setStage, start, stop } from './support/stage.ts';

/** What lies in Berth's folder on a host may be cut, wrong, newer or somebody else's; nothing of the user's is lost by it. */
const stage = setStage({ repositories: ['harbor-api', 'tide-charts'] });
const request = { profile, repository: 'harbor-api' };
const outside = '/root/outside';

async function folderOf(repository: string): Promise<string> {
  const { id } = await start(stage.app, repository);
  return `${berthHome}/instances/${id}`;
}

/** Lays a folder of somebody's beside Berth's home, and looks that nothing in it was changed. */
async function whileWatchingOutside(during: () => Promise<void>) {
  await inside(stage.host, `mkdir -m 0755 ${outside}; echo theirs >${outside}/file`);
  try {
    await during();
    expect(await inside(stage.host, `cat ${outside}/file; ls -A ${outside}`)).toBe('theirs\nfile');
  } finally {
    await inside(stage.host, `rm -r ${outside}`);
  }
}

describe('a record', () => {
  it.each([
    ['that is empty', ': >record'],
    ['that was cut', 'sed -i "5,$ d" record'],
    ['of garbage', 'head -c 4096 /dev/urandom >record'],
    ['of 50 MB', 'head -c 50m /dev/zero | tr "\\0" "x" >record'],
    ['of 50 MB in short lines', '{ yes state=running || true; } | head -c 50m >record'],
    ['that is a link to somebody’s file', `ln -sf ${outside}/file record`],
    ['that is a pipe', 'rm record; mkfifo record'],
    ['that belongs to somebody else', 'chown mallory record'],
  ])('%s is told as damaged, hides nobody else, and is put right by reconcile', async (_, spoil) => {
    await whileWatchingOutside(async () => {
      await start(stage.app, 'tide-charts');
      const before = await start(stage.app, 'harbor-api');
      const folder = `${berthHome}/instances/${before.id}`;
      await inside(stage.host, `cd "${folder}"; ${spoil}`);
      const rows = await stage.app.client.instances.list({ profile });
      expect(rows.ok && rows.value.find(({ id }) => id === before.id)).toMatchObject({
        state: 'crashed',
        ended: { reason: 'record-damaged' },
      });
      expect(await listStates(stage.app)).toMatchObject({ 'tide-charts': 'running' });
      const reconciled = await stage.app.client.ports.reconcile({ profile });
      expect(reconciled.ok && reconciled.value.changes.map(({ target }) => target).join(' ')).toContain(before.id);
      expect(await start(stage.app, 'harbor-api')).toMatchObject({ port: before.port, pid: before.pid });
      await stop(stage.app, 'harbor-api');
      await stop(stage.app, 'tide-charts');
      expect(await markedPids(stage.host)).toEqual([]);
    });
  });

  it('that is damaged is put right by a start as well, and no process of before is left', async () => {
    const before = await start(stage.app, 'harbor-api');
    await inside(stage.host, `: >"${berthHome}/instances/${before.id}/record"`);
    const after = await start(stage.app, 'harbor-api');
    expect(after).toMatchObject({ state: 'running', port: before.port });
    expect(
      await inside(stage.host, `[[ ! -e /proc/${before.pid} || ${before.pid} == ${after.pid} ]] && echo over`),
    ).toBe('over');
    await stop(stage.app, 'harbor-api');
  });

  it('of newer scripts is left as it is, and its VS Code too', async () => {
    const { id, pid } = await start(stage.app, 'harbor-api');
    const record = `"${berthHome}/instances/${id}/record"`;
    const newer = changeInside(
      stage.host,
      `cp -p ${record} ${record}.kept; sed -i 's/^schema=.*/schema=99/' ${record}; sha256sum ${record} >/root/sum`,
      `sha256sum --quiet -c /root/sum; mv ${record}.kept ${record}; rm /root/sum`,
    );
    await whileChanged(newer, async () => {
      const rows = await stage.app.client.instances.list({ profile });
      const told = rows.ok ? rows.value.find((row) => row.id === id) : undefined;
      expect(told?.ended?.logTail).toMatch(/^Its record was written by a newer Berth\. Update Berth/);
      expect(await failStart(stage.app, 'harbor-api')).toMatchObject({ kind: 'record-newer' });
      const { client } = stage.app;
      for (const ask of [client.instances.stop, client.instances.restart, client.instances.suspend]) {
        const { last } = await finish(ask(request));
        expect(last).toMatchObject({ failure: { kind: 'record-newer' } });
      }
      expect((await stage.app.client.ports.reconcile({ profile })).ok).toBe(true);
      const cleaned = await stage.app.client.cleanup.preview({ profile, level: 'leftovers' });
      expect(cleaned.ok && cleaned.value.items.filter((item) => item.instanceId === id)).toEqual([]);
      expect(await markedPids(stage.host)).toContain(pid);
    });
    expect(await start(stage.app, 'harbor-api')).toMatchObject({ pid });
    await stop(stage.app, 'harbor-api');
  });

  it('that is linked to from elsewhere does not change there', async () => {
    const folder = await folderOf('harbor-api');
    await inside(
      stage.host,
      `ln "${folder}/record" "${folder}/../../kept"; sha256sum "${folder}/../../kept" >/root/sum`,
    );
    await stop(stage.app, 'harbor-api');
    await inside(stage.host, `sha256sum --quiet -c /root/sum; rm /root/sum "${folder}/../../kept"`);
  });
});

describe('a link in the place of', () => {
  it('a file of an instance is not followed', async () => {
    const folder = await folderOf('harbor-api');
    await stop(stage.app, 'harbor-api');
    const names = 'log log.1 token environment config.yaml memory ended restarts idle operation';
    for (const target of ['file', 'missing']) {
      await whileWatchingOutside(async () => {
        await inside(
          stage.host,
          `cd "${folder}"; rm -f ${names}; for name in ${names}; do ln -s ${outside}/${target} $name; done`,
        );
        expect((await start(stage.app, 'harbor-api')).state).toBe('running');
        await stop(stage.app, 'harbor-api');
        await inside(stage.host, `cd "${folder}"; rm -f ${names}`);
      });
    }
  });

  it('the folder of an instance, or of its sockets, is told or replaced, and what is behind it stays', async () => {
    const folder = await folderOf('harbor-api');
    await stop(stage.app, 'harbor-api');
    await whileWatchingOutside(async () => {
      const away = changeInside(
        stage.host,
        `mv "${folder}" "${folder}.away"; ln -s ${outside} "${folder}"`,
        `rm "${folder}"; mv "${folder}.away" "${folder}"`,
      );
      await whileChanged(away, async () => {
        const failure = await failStart(stage.app, 'harbor-api');
        expect(failure.message).toMatch(/not a real folder/);
      });
      await inside(
        stage.host,
        `mkdir -p "${berthHome}/run"; rm -rf "${berthHome}/run/8888"; ln -sT ${outside} "${berthHome}/run/8888"`,
      );
      expect((await start(stage.app, 'harbor-api')).port).toBe(8888);
      await stop(stage.app, 'harbor-api');
    });
    await expectNothingRuns(stage);
  });
});

it('a folder that another user made in the place of an instance’s is refused', async () => {
  const folder = await folderOf('harbor-api');
  await stop(stage.app, 'harbor-api');
  const foreign = changeInside(
    stage.host,
    `mv "${folder}" "${folder}.away"; install -d -o mallory -m 0777 "${folder}"`,
    `rmdir "${folder}"; mv "${folder}.away" "${folder}"`,
  );
  await whileChanged(foreign, async () => {
    expect((await failStart(stage.app, 'harbor-api')).message).toMatch(/not a real folder|somebody else/);
    expect(await inside(stage.host, `ls -A "${folder}"`)).toBe('');
  });
});

it('a disk that is full keeps the settings as they were, and still lets a stop end everything', async () => {
  const folder = await folderOf('harbor-api');
  const { client } = stage.app;
  const settings = { memoryLimitBytes: null, idleMinutes: 20, extraArguments: [], environment: {} };
  expect(await client.instances.configure({ ...request, settings })).toMatchObject({ ok: true, value: settings });
  // Bound over the folder, so that VS Code itself goes on with the files that it has open.
  const full = changeInside(
    stage.host,
    `mkdir /root/full; mount -t tmpfs -o size=64k,mode=0700 none /root/full
    (cd "${folder}"; cp -p record identity settings token /root/full/; mkdir -p /root/full/user-data)
    mount --bind /root/full "${folder}"; head -c 100k /dev/zero >"${folder}/full" 2>/dev/null || true`,
    `umount -l "${folder}"; umount -l /root/full; rmdir /root/full`,
  );
  await whileChanged(full, async () => {
    const changed = await client.instances.configure({ ...request, settings: { ...settings, idleMinutes: 40 } });
    expect(changed).toMatchObject({ ok: false });
    expect(!changed.ok && changed.failure.message).toMatch(/cannot be written/);
    expect(await client.instances.settings(request)).toMatchObject({ ok: true, value: settings });
    const { last } = await finish(client.instances.stop(request));
    expect(last).toMatchObject({ type: 'done', value: { state: 'stopped' } });
    expect(await markedPids(stage.host)).toEqual([]);
  });
  await client.ports.reconcile({ profile });
  await start(stage.app, 'harbor-api');
  await stop(stage.app, 'harbor-api');
  await expectNothingRuns(stage);
});
