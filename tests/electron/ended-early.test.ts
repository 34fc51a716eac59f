import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, it } from 'vitest';
import { createCore } from '../../main/core/create-core.ts';
import { systemClock } from '../../main/core/defaults/system-clock.ts';
import { startApp } from '../../main/electron/start-app.ts';
import { app } from './double/app.ts';
import { closeChromium } from './double/chromium.ts';
import { BrowserWindow } from './double/window.ts';
import { buildPreload } from './support/build-shell.ts';

const dataDirectory = await mkdtemp(path.join(tmpdir(), 'berth-early-'));
afterAll(async () => {
  await closeChromium();
  await rm(dataDirectory, { recursive: true });
});

it('an app that is ended before its page is there ends without a complaint', async () => {
  const ended = new Promise((resolve) => app.once('quit', resolve));
  app.once('web-contents-created', (_event, contents) => {
    contents.once('did-start-loading', () => BrowserWindow.getAllWindows()[0]?.close());
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
    createCore,
    rendererDirectory: dataDirectory,
    preload: await buildPreload(dataDirectory),
  });
  expect(isStarted).toBe(false);
  await ended;
});
