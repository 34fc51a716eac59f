import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { pino } from 'pino';
import type { Core } from '../../../main/core/core.ts';
import { createCore } from '../../../main/core/create-core.ts';
import { systemClock } from '../../../main/core/defaults/system-clock.ts';
import type { Gate } from '../../../main/core/gate/gate.ts';
import { type AppOptions, startApp } from '../../../main/electron/start-app.ts';
import { app } from '../double/app.ts';
import { closeChromium } from '../double/chromium.ts';
import { BrowserWindow } from '../double/window.ts';
import { type BuiltShell, buildShell, type PageKind } from './build-shell.ts';
import './page-globals.ts';

/** The whole desktop shell over the double: real core, real gate, a small page. */
export interface TestShell {
  readonly built: BuiltShell;
  readonly window: BrowserWindow;
  readonly page: Page;
  readonly gate: Gate;
  /** Addresses of senders that were refused, from the log. */
  readonly refusedUrls: () => string[];
  /** The lines of the log with these words. */
  readonly logged: (words: string) => readonly object[];
  readonly wakeCount: () => number;
  readonly disposeCount: () => number;
  close(): Promise<void>;
}

interface LogLine {
  readonly msg: string;
  readonly url?: string;
}

/** Starts it and waits until its page is there; a shell that does not start leaves nothing behind. */
export async function startShell(
  kind: PageKind = 'fixture',
  mode: Pick<AppOptions, 'isSafe'> = {},
): Promise<TestShell> {
  const built = await buildShell(kind);
  try {
    return await startBuiltShell(built, kind, mode);
  } catch (error) {
    await closeChromium();
    await rm(built.directory, { recursive: true });
    throw error;
  }
}

async function startBuiltShell(
  built: BuiltShell,
  kind: PageKind,
  mode: Pick<AppOptions, 'isSafe'>,
): Promise<TestShell> {
  const dataDirectory = path.join(built.directory, 'data');
  const lines: LogLine[] = [];
  const logger = pino({ level: 'warn' }, { write: (line) => lines.push(JSON.parse(line) as LogLine) });
  let wakeCount = 0;
  let disposeCount = 0;
  let core: Core | null = null;
  await startApp({
    ports: {
      dataDirectory,
      remoteScriptsDirectory: '',
      homeDirectory: built.directory,
      agentSocket: null,
      clock: systemClock,
      secrets: null,
      logger,
    },
    createCore: async (ports) => {
      const made = await createCore(ports);
      core = {
        ...made,
        wake: () => {
          wakeCount += 1;
          made.wake();
        },
        dispose: async () => {
          disposeCount += 1;
          await made.dispose();
        },
      };
      return core;
    },
    rendererDirectory: built.rendererDirectory,
    preload: built.preload,
    ...mode,
  });
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined || core === null) throw new Error('the shell opened no window');
  const { gate, dispose } = core as Core;
  const page = await window.webContents.page;
  if (kind === 'fixture') await page.waitForFunction(() => 'client' in window, undefined, { timeout: 5_000 });
  return {
    built,
    window,
    page,
    gate,
    refusedUrls: () => lines.flatMap(({ url }) => url ?? []),
    logged: (words) => lines.filter(({ msg }) => msg === words),
    wakeCount: () => wakeCount,
    disposeCount: () => disposeCount,
    close: async () => {
      app.removeAllListeners();
      await dispose();
      await closeChromium();
      await rm(built.directory, { recursive: true });
    },
  };
}
