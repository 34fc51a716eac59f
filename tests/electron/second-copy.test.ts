import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../main/core/defaults/system-clock.ts';
import { startApp } from '../../main/electron/start-app.ts';
import { app } from './double/app.ts';
import { BrowserWindow } from './double/window.ts';

let dataDirectory: string;
beforeEach(async () => {
  dataDirectory = await mkdtemp(path.join(tmpdir(), 'berth-second-'));
});
afterEach(() => rm(dataDirectory, { recursive: true }));

it('a second copy of the app ends without a window or a core', async () => {
  app.isFirstInstance = false;
  let hasQuit = false;
  app.on('quit', () => {
    hasQuit = true;
  });
  const isStarted = await startApp({
    ports: {
      dataDirectory,
      remoteScriptsDirectory: '',
      homeDirectory: dataDirectory,
      agentSocket: null,
      clock: systemClock,
      secrets: null,
      logger: pino({ level: 'silent' }),
    },
    createCore: () => Promise.reject(new Error('a second copy made a core')),
    rendererDirectory: dataDirectory,
    preload: '',
  });
  expect(isStarted).toBe(false);
  expect(hasQuit).toBe(true);
  expect(BrowserWindow.getAllWindows()).toEqual([]);
  expect(app.getPath('userData')).toBe(path.join(dataDirectory, 'browser'));
});
