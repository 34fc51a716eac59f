import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import type { ConsoleMessage, Page } from '@playwright/test';
import { pino } from 'pino';
import { ensureRenderer } from '../../../build/bundle/ensure-renderer.ts';
import type { Core } from '../../../main/core/core.ts';
import { createCore } from '../../../main/core/create-core.ts';
import type { CorePorts } from '../../../main/core/ports.ts';
import { startApp } from '../../../main/electron/start-app.ts';
import { SafeSecretStore } from '../../../main/electron/system/secret-store.ts';
import { makeTestPorts } from '../../support/app/test-core.ts';
import { app } from '../double/app.ts';
import { closeChromium } from '../double/chromium.ts';
import { endProcess } from '../double/process.ts';
import { BrowserWindow } from '../double/window.ts';
import { buildPreload } from './build-shell.ts';

/** The desktop app as people run it: the product's page, a core that reaches hosts, a data folder that outlives a quit. */
export interface Desktop {
  readonly dataDirectory: string;
  readonly window: BrowserWindow;
  /** Berth's own page. */
  readonly page: Page;
  readonly core: Core;
  /** What the page or the shell complained about so far: thrown errors, logged errors, refused scripts. */
  readonly complaints: readonly string[];
  /** Starts it, as a click on its icon does, or with `--safe`. */
  start(options?: { readonly isSafe?: boolean }): Promise<void>;
  /** Quits it, as the system's own Quit does, and waits for the end. */
  quit(): Promise<void>;
  /** Ends it without asking and removes its files. */
  close(): Promise<void>;
}

interface Running {
  readonly window: BrowserWindow;
  readonly page: Page;
  readonly core: Core;
}

/** Makes the app with a fresh data folder; it is not started. `lent` replaces what its core is lent. */
export async function makeDesktop(lent: Partial<CorePorts> = {}): Promise<Desktop> {
  const rendererDirectory = await ensureRenderer(() => undefined);
  const { root, ...usual } = await makeTestPorts();
  const preload = await buildPreload(root);
  const complaints: string[] = [];
  const logger = pino({ level: 'error' }, { write: (line) => complaints.push(line) });
  const ports: CorePorts = { ...usual, logger, secrets: new SafeSecretStore(usual.dataDirectory), ...lent };
  let running: Running | null = null;
  const found = (): Running => {
    if (running === null) throw new Error('the desktop is not running');
    return running;
  };
  return {
    dataDirectory: ports.dataDirectory,
    complaints,
    get window() {
      return found().window;
    },
    get page() {
      return found().page;
    },
    get core() {
      return found().core;
    },
    async start({ isSafe = false } = {}) {
      let core: Core | null = null;
      await startApp({
        ports,
        createCore: async (given) => {
          core = await createCore(given);
          return core;
        },
        rendererDirectory,
        preload,
        isSafe,
      });
      const [window] = BrowserWindow.getAllWindows();
      if (window === undefined || core === null) throw new Error('the desktop opened no window');
      const page = await window.webContents.page;
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message: ConsoleMessage) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      const { width, height } = window.getContentBounds();
      await page.setViewportSize({ width, height });
      running = { window, page, core };
    },
    async quit() {
      const ended = once(app, 'quit');
      app.quit();
      await ended;
      running = null;
      await endProcess();
    },
    async close() {
      const core = running?.core;
      running = null;
      await endProcess();
      await core?.dispose();
      await closeChromium();
      await rm(root, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
