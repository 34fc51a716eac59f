import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Core } from '../../main/core/core.ts';
import { systemClock } from '../../main/core/defaults/system-clock.ts';
import { isUnsandboxed } from '../../main/electron/safety/sandbox-warning.ts';
import { startApp } from '../../main/electron/start-app.ts';
import { app } from './double/app.ts';
import { closeChromium } from './double/chromium.ts';
import { system } from './double/system.ts';
import { BrowserWindow } from './double/window.ts';

let dataDirectory: string;
beforeAll(async () => {
  dataDirectory = await mkdtemp(path.join(tmpdir(), 'berth-unsandboxed-'));
});
afterAll(async () => {
  await closeChromium();
  await rm(dataDirectory, { recursive: true });
});

it('knows a start without the system’s sandbox', () => {
  expect(isUnsandboxed(['/tmp/.mount_Berth/berth', '--no-sandbox', 'berth://open/a/b'], {})).toBe(true);
  expect(isUnsandboxed(['berth'], { ELECTRON_DISABLE_SANDBOX: '1' })).toBe(true);
  expect(isUnsandboxed(['/opt/Berth/berth', '--safe'], { ELECTRON_DISABLE_SANDBOX: '' })).toBe(false);
});

it('an installed app asks before it shows a page without a sandbox, and ends as the user says', async () => {
  process.argv.push('--no-sandbox');
  Object.assign(process, { resourcesPath: dataDirectory });
  // The first button, which Escape and Enter press too.
  system.answer = 0;
  const loaded: string[] = [];
  app.on('web-contents-created', (_event, contents) => contents.on('did-navigate', () => loaded.push('a page')));
  let disposedCount = 0;
  const dispose = async () => {
    disposedCount += 1;
  };
  const ended = new Promise((resolve) => app.once('quit', resolve));
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
    createCore: async () => ({ handlers: {}, dispose }) as unknown as Core,
    rendererDirectory: dataDirectory,
    preload: '',
    facts: { isSigned: false, releasesUrl: null, scriptsSum: '0'.repeat(64) },
  });
  expect(isStarted).toBe(false);
  await ended;
  expect(system.questions.map(({ message, buttons }) => [message, buttons?.[0]])).toEqual([
    ['This system starts Berth without a sandbox.', 'Quit'],
  ]);
  expect([BrowserWindow.getAllWindows(), loaded, disposedCount]).toEqual([[], [], 1]);
});
