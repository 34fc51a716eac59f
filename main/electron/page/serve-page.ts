import type { Logger } from 'pino';
import { app, type BrowserWindow } from '#electron';
import { appContract } from '../../contract/contract.ts';
import { succeed } from '../../contract/failure.ts';
import type { Core } from '../../core/core.ts';
import type { Clock } from '../../core/ports.ts';
import { serve } from '../../transport/serve.ts';
import { serveKeys } from '../keys/serve-keys.ts';
import { bringForward } from '../system/bring-forward.ts';
import { hidesOnClose } from '../system/closing.ts';
import { endWith } from '../system/quitting.ts';
import { type Outside, serveSurroundings } from '../system/surroundings.ts';
import type { PackageFacts } from '../updater/package-facts.ts';
import { serveUpdates } from '../updater/serve-updates.ts';
import type { AppSettingsStore } from '../upkeep/app-settings.ts';
import { reviveCrashedPage } from '../upkeep/page-crash.ts';
import { offerSafeMode, restartApp } from '../upkeep/restart-app.ts';
import { upkeepHandlers } from '../upkeep/upkeep-handlers.ts';
import { worksOnHost } from '../views/at-work.ts';
import { EditorViews } from '../views/editor-views.ts';
import { viewHandlers } from '../views/view-handlers.ts';
import { servePagePorts } from './page-port.ts';

export interface PageParts {
  readonly window: BrowserWindow;
  readonly core: Core;
  readonly settings: AppSettingsStore;
  readonly outside: Outside;
  readonly dataDirectory: string;
  readonly homeDirectory: string;
  readonly isSafe: boolean;
  /** What is known of the package that this is; null where the app runs from a checkout. */
  readonly facts: PackageFacts | null;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Answers what the page of the window asks, for as long as the window lives. */
export function servePage({
  window,
  core,
  settings,
  outside,
  isSafe,
  facts,
  clock,
  logger,
  ...folders
}: PageParts): void {
  const keys = serveKeys(window);
  const { gate } = core;
  const liveMost = () => settings.current().liveViewMost;
  const isAtWork = (instance: { profileId: string; instanceId: string }) =>
    worksOnHost(core.handlers.stats, clock, instance);
  const views = new EditorViews({ window, gate, clock, logger, liveMost, isAtWork, takeKey: keys.takeKey });
  const restart = (isNextSafe: boolean) => restartApp(window, () => views.closeAll(), isNextSafe);
  const surroundings = serveSurroundings({ window, outside, onWake: () => core.wake() });
  const hidesInstead = hidesOnClose(window, () => settings.current().isKeptInTray);
  const shell = {
    ...surroundings,
    ...keys.handlers,
    info: async () => succeed({ shell: 'electron', version: app.getVersion(), editorHost: 'view' } as const),
  };
  const upkeep = upkeepHandlers({ core, settings, isSafe, logger, restart, ...folders });
  const updates = serveUpdates({
    facts,
    settings,
    closeEditors: () => views.closeAll(),
    endWith: (last) => {
      endWith(last);
      // One that went to the tray would keep this version running.
      window.destroy();
    },
    clock,
    logger,
  });
  const handlers = { ...core.handlers, shell, views: viewHandlers(views, gate), upkeep, updates: updates.handlers };
  const pagePorts = servePagePorts(
    (channel) =>
      serve(appContract, handlers, channel, {
        onBug: ({ error, ...report }) => logger.error({ err: error, ...report }, 'a call failed unexpectedly'),
      }),
    (url) => logger.warn({ url }, 'a message from a stranger was refused'),
  );
  const contentsId = window.webContents.id;
  pagePorts.trust(contentsId);
  const restartSafely = () => {
    restart(true).catch((error: unknown) => logger.error({ err: error }, 'the app could not be started again'));
  };
  reviveCrashedPage(window, { logger, nowMs: () => clock.nowMs(), restartSafely });
  offerSafeMode(window, restartSafely, logger);

  // Unsaved work is asked about first, tab by tab; only then is the window closed.
  window.on('close', (event) => {
    event.preventDefault();
    if (hidesInstead()) return;
    views.closeAll().then(
      (isClear) => {
        if (window.isDestroyed()) return;
        if (isClear) window.destroy();
        // Who stays has work to save in it, also when the app was ended by the tray.
        else bringForward(window);
      },
      (error: unknown) => logger.error({ err: error }, 'the editors could not be closed'),
    );
  });
  window.on('closed', () => {
    pagePorts.forget(contentsId);
    views.discardAll();
    updates.dispose();
  });
}
