import { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { firstAppSettings } from '../../../main/contract/upkeep.ts';
import { openAppSettings } from '../../../main/electron/upkeep/app-settings.ts';
import { listCrashDumps, removeOldCrashes } from '../../../main/electron/upkeep/crash-dumps.ts';
import { noteProcessErrors } from '../../../main/electron/upkeep/process-errors.ts';
import { app } from '../../electron/double/app.ts';

const logger = pino({ level: 'silent' });
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'berth-upkeep-'));
});
afterEach(() => rm(directory, { recursive: true }));

const settingsFile = () => path.join(directory, 'app-settings.json');
const write = (content: unknown) => writeFile(settingsFile(), JSON.stringify({ version: 1, content }));

it('a setting that is wrong or unknown harms no other', async () => {
  await write({ liveViewMost: 400, isUpdateChecked: true, isFromTheFuture: 1 });
  const settings = await openAppSettings(directory, logger);
  expect(settings.current()).toEqual({ ...firstAppSettings, isUpdateChecked: true });
});

it('settings that cannot be read never keep the app from starting', async () => {
  await writeFile(settingsFile(), '{"version": 1, "content":');
  expect((await openAppSettings(directory, logger)).current()).toEqual(firstAppSettings);
  await writeFile(settingsFile(), '{"version": 99, "content": {}}');
  const newer = await openAppSettings(directory, logger);
  expect(newer.current()).toEqual(firstAppSettings);
  expect(await newer.configure({ liveViewMost: 2 })).toMatchObject({ ok: false });
  expect(newer.current()).toEqual(firstAppSettings);
});

it('a change is told to whoever listens, and no more afterwards', async () => {
  const settings = await openAppSettings(directory, logger);
  const told: number[] = [];
  const stop = settings.onDidChange(({ liveViewMost }) => told.push(liveViewMost));
  await settings.configure({ liveViewMost: 3 });
  stop();
  await settings.configure({ liveViewMost: 4 });
  expect(told).toEqual([3]);
  expect((await openAppSettings(directory, logger)).current().liveViewMost).toBe(4);
});

it('of many crash dumps the latest five are kept, and nothing else is touched', async () => {
  const pending = path.join(directory, 'crashes/pending');
  await mkdir(pending, { recursive: true });
  await writeFile(path.join(directory, 'crashes/client_id'), 'x');
  for (let day = 1; day <= 8; day += 1) {
    const file = path.join(pending, `${day}.dmp`);
    await writeFile(file, 'x');
    await utimes(file, day * 86_400, day * 86_400);
  }
  await removeOldCrashes(directory, logger);
  expect((await listCrashDumps(directory)).map(({ file }) => path.basename(file))).toEqual(
    [8, 7, 6, 5, 4].map((day) => `${day}.dmp`),
  );
  expect(await readdir(path.join(directory, 'crashes'))).toContain('client_id');
});

it('what nobody caught is noted, and the app goes on', () => {
  const lines: { level: number; msg: string; err?: { message: string } }[] = [];
  const source = new EventEmitter();
  noteProcessErrors(pino({}, { write: (line) => lines.push(JSON.parse(line)) }), source as unknown as NodeJS.Process);
  source.emit('uncaughtException', new Error('socket hang up'));
  source.emit('unhandledRejection', 'no reason');
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 5 });
  app.removeAllListeners();
  expect(lines.map(({ level, msg }) => `${level} ${msg}`)).toEqual([
    '60 an error that nobody caught',
    '50 a promise failed and nobody waited for it',
    '40 a helper process of Chromium ended',
  ]);
  expect(lines.map(({ err }) => err?.message)).toEqual(['socket hang up', 'no reason', undefined]);
});
