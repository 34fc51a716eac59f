import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UpdateView } from '../../main/contract/updates.ts';
import { systemClock } from '../../main/core/defaults/system-clock.ts';
import { loadElectronEngine } from '../../main/electron/updater/electron-engine.ts';
import { type Installation, isInstallable } from '../../main/electron/updater/is-installable.ts';
import { createUpdates, type Updates } from '../../main/electron/updater/updates.ts';
import { startUpdateFeed, type UpdateFeed } from './support/update-feed.ts';
import { lendElectron } from './support/updater-electron.ts';

// The real electron-updater, as an AppImage has it, against a place with releases on loopback.
const electron = lendElectron();
let directory: string;
let feed: UpdateFeed;
let image: string;
let updates: Updates;
let isStaying = false;
let endedCount = 0;
const list = process.arch === 'x64' ? '/latest-linux.yml' : `/latest-linux-${process.arch}.yml`;
const views: UpdateView[] = [];
const watching = new AbortController();
const states = () => views.map(({ status }) => status.state);
const ask = (what: 'look' | 'fetch' | 'install') => updates.handlers[what]({}, { signal: watching.signal });
const told = () => expect.poll(() => views.at(-1)?.status);

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'berth-updater-'));
  feed = await startUpdateFeed();
  const resources = path.join(directory, 'resources');
  await mkdir(resources);
  await writeFile(
    path.join(resources, 'app-update.yml'),
    `provider: generic\nurl: ${feed.url}\nupdaterCacheDirName: berth-updater\n`,
  );
  image = path.join(directory, 'Berth-x86_64.AppImage');
  await writeFile(image, '#!/bin/sh\n# the version that runs\n');
  await chmod(image, 0o755);
  Object.assign(process, { resourcesPath: resources });
  Object.assign(process.env, { APPIMAGE: image, XDG_CACHE_HOME: directory, BERTH_TEST_USER_DATA: directory });
  updates = createUpdates({
    installed: '0.1.0',
    isInstallable: true,
    releasesUrl: 'https://github.com/somebody/berth/releases',
    loadEngine: () => loadElectronEngine(pino({ level: 'silent' })),
    settings: { current: () => ({ isUpdateChecked: false }) as never, onDidChange: () => () => undefined },
    closeEditors: async () => !isStaying,
    endWith: (last) => {
      endedCount += 1;
      last();
    },
    clock: systemClock,
    logger: pino({ level: 'silent' }),
  });
  void (async () => {
    for await (const view of updates.handlers.watch({}, { signal: watching.signal })) views.push(view);
  })();
});
afterAll(async () => {
  watching.abort();
  updates.dispose();
  await feed.close();
  await rm(directory, { recursive: true });
});

describe.skipIf(process.platform !== 'linux')('the updater', () => {
  it('says in a sentence that the place with the versions does not answer', async () => {
    await ask('look');
    await told().toMatchObject({ state: 'failed', failure: { message: expect.stringContaining('did not answer') } });
    expect(feed.asked.map((one) => one.path)).toEqual([list]);
  });

  it('finds a later version, fetches nothing by itself, and tells nothing about who asks', async () => {
    feed.offer('0.2.0', 'x');
    await ask('look');
    await told().toMatchObject({ state: 'found', version: '0.2.0' });
    expect(feed.asked.map((one) => one.path)).toEqual([list, list]);
    for (const { headers } of feed.asked) {
      expect(headers['x-user-staging-id']).toBe('00000000-0000-0000-0000-000000000000');
      expect(headers.cookie).toBeUndefined();
    }
    // It would come some time later.
    expect((await import('electron-updater')).default.autoUpdater.autoDownload).toBe(false);
  });

  it('takes no older version for a later one, and no words for a version', async () => {
    for (const [offered, state] of [
      ['0.0.9', 'latest'],
      ['0.1.0', 'latest'],
      ['0.2.0-<b>', 'failed'],
    ] as const) {
      feed.offer(offered, 'x');
      await ask('look');
      await told().toMatchObject({ state });
    }
    expect(await ask('fetch')).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
  });

  it('keeps nothing whose sum is another one', async () => {
    feed.offer('0.2.0', 'forged', Buffer.alloc(64, 7).toString('base64'));
    await ask('look');
    await ask('fetch');
    await told().toMatchObject({
      state: 'failed',
      failure: { message: expect.stringContaining('could not be fetched whole') },
    });
    expect(await ask('install')).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
    expect(await readFile(image, 'utf8')).toContain('the version that runs');
  });

  it('fetches what was found, asks about unsaved work, and puts it into the place of the one that runs', async () => {
    const started = path.join(directory, 'started');
    const later = `#!/bin/sh\necho "$0" >'${started}'\n`;
    feed.offer('0.2.0', later);
    await ask('look');
    await ask('fetch');
    await told().toEqual({ state: 'ready', version: '0.2.0' });
    expect(states()).toContain('fetching');
    expect(await readFile(image, 'utf8')).toContain('the version that runs');

    isStaying = true;
    expect(await ask('install')).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
    expect([endedCount, await readFile(image, 'utf8')]).toEqual([0, expect.stringContaining('the version that runs')]);

    isStaying = false;
    expect(await ask('install')).toEqual({ ok: true, value: {} });
    await expect.poll(() => readFile(started, 'utf8').catch(() => '')).toBe(`${image}\n`);
    expect(await readFile(image, 'utf8')).toBe(later);
    expect((await stat(image)).mode & 0o777).toBe(0o755);
    await expect.poll(() => [endedCount, electron.app.quitCount]).toEqual([1, 1]);
    // What waits for the end of the app would install behind the user's back.
    expect(electron.app.waitingForEnd).toEqual([]);
  });
});

describe('who puts a later version into place', () => {
  const image: Installation = {
    platform: 'linux',
    isSigned: false,
    packageType: null,
    mountedAt: '/tmp/.mount_Berth1',
    program: '/tmp/.mount_Berth1/berth',
  };
  it('is Berth itself in an AppImage, and where it is signed on macOS and Windows', () => {
    expect(isInstallable(image)).toBe(true);
    for (const platform of ['darwin', 'win32'] as const) {
      expect(isInstallable({ ...image, platform, isSigned: true })).toBe(true);
      expect(isInstallable({ ...image, platform, isSigned: false })).toBe(false);
    }
  });
  it('is never Berth in a deb, or in a program that an AppImage started', () => {
    expect(isInstallable({ ...image, packageType: 'deb' })).toBe(false);
    expect(isInstallable({ ...image, program: '/opt/Berth/berth' })).toBe(false);
    expect(isInstallable({ ...image, mountedAt: null })).toBe(false);
  });
});
