import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { pino } from 'pino';
import type { Core } from '../../../main/core/core.ts';
import { memorySecrets } from '../../../main/core/defaults/memory-secrets.ts';
import { systemClock } from '../../../main/core/defaults/system-clock.ts';
import { createGate } from '../../../main/core/gate/create-gate.ts';
import type { Gate } from '../../../main/core/gate/gate.ts';
import { createProfiles } from '../../../main/core/profiles/profiles.ts';
import { startApp } from '../../../main/electron/start-app.ts';
import { app } from '../double/app.ts';
import { closeChromium } from '../double/chromium.ts';
import { BrowserWindow } from '../double/window.ts';
import { type BuiltShell, buildShell } from './build-shell.ts';
import './page-globals.ts';

/** The whole desktop shell over the double: real gate, real profiles, real page. */
export interface TestShell {
  readonly built: BuiltShell;
  readonly window: BrowserWindow;
  readonly page: Page;
  readonly gate: Gate;
  /** Addresses of senders that were refused, from the log. */
  readonly refusedUrls: () => string[];
  readonly wakeCount: () => number;
  readonly disposeCount: () => number;
  close(): Promise<void>;
}

/** Starts it and waits until its page has a client. */
export async function startShell(): Promise<TestShell> {
  const built = await buildShell();
  const dataDirectory = path.join(built.directory, 'data');
  const lines: { url?: string }[] = [];
  const logger = pino({ level: 'warn' }, { write: (line) => lines.push(JSON.parse(line) as { url?: string }) });
  let wakeCount = 0;
  let disposeCount = 0;
  const gate = createGate({
    storePath: path.join(dataDirectory, 'gate.json'),
    randomness: randomBytes,
    clock: systemClock,
    logger,
  });
  // The shell passes handlers on; those of the profiles stand for all, the rest needs a host.
  const { handlers } = createProfiles(path.join(dataDirectory, 'profiles.json'));
  const core: Core = {
    handlers: { profiles: handlers } as Core['handlers'],
    gate,
    wake: () => {
      wakeCount += 1;
    },
    dispose: async () => {
      disposeCount += 1;
      await gate.close();
    },
  };
  await startApp({
    ports: {
      dataDirectory,
      remoteScriptsDirectory: '',
      homeDirectory: built.directory,
      agentSocket: null,
      clock: systemClock,
      secrets: memorySecrets(),
      logger,
    },
    createCore: async () => core,
    rendererDirectory: built.rendererDirectory,
    preload: built.preload,
  });
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) throw new Error('the shell opened no window');
  const page = await window.webContents.page;
  await page.waitForFunction(() => 'client' in window, undefined, { timeout: 5_000 });
  return {
    built,
    window,
    page,
    gate,
    refusedUrls: () => lines.flatMap(({ url }) => url ?? []),
    wakeCount: () => wakeCount,
    disposeCount: () => disposeCount,
    close: async () => {
      app.removeAllListeners();
      await gate.close();
      await closeChromium();
      await rm(built.directory, { recursive: true });
    },
  };
}
