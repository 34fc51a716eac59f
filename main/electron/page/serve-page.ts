import type { Logger } from 'pino';
import { app, type BrowserWindow } from '#electron';
import { appContract } from '../../contract/contract.ts';
import type { CallContext } from '../../contract/define.ts';
import { succeed } from '../../contract/failure.ts';
import type { Core } from '../../core/core.ts';
import { serve } from '../../transport/serve.ts';
import { serveKeys } from '../keys/serve-keys.ts';
import { bringForward } from '../system/bring-forward.ts';
import { createNotices } from '../system/notices.ts';
import type { AppSettingsStore } from '../upkeep/app-settings.ts';
import { reviveCrashedPage } from '../upkeep/page-crash.ts';
import { restartApp } from '../upkeep/restart-app.ts';
import { upkeepHandlers } from '../upkeep/upkeep-handlers.ts';
import { EditorViews } from '../views/editor-views.ts';
import { servePagePorts } from './page-port.ts';

export interface PageParts {
  readonly window: BrowserWindow;
  readonly core: Core;
  readonly settings: AppSettingsStore;
  readonly dataDirectory: string;
  readonly homeDirectory: string;
  readonly isSafe: boolean;
  readonly logger: Logger;
}

/** Answers what the page of the window asks, for as long as the window lives. */
export function servePage({ window, core, settings, isSafe, logger, ...folders }: PageParts): void {
  const views = new EditorViews(window, core.gate, logger);
  const restart = (isNextSafe: boolean) => restartApp(window, () => views.closeAll(), isNextSafe);
  const notices = createNotices(window, () => bringForward(window));
  const keys = serveKeys(window);
  const shell = {
    ...keys.handlers,
    info: async () => succeed({ shell: 'electron', version: app.getVersion(), editorHost: 'view' } as const),
    notify: notices.notify,
    noticeClicks: (_input: unknown, { signal }: CallContext) => notices.clicks(signal),
  };
  const upkeep = upkeepHandlers({ core, settings, isSafe, logger, restart, ...folders });
  const handlers = { ...core.handlers, shell, views: views.handlers, upkeep };
  const pagePorts = servePagePorts(
    (channel) =>
      serve(appContract, handlers, channel, {
        onBug: ({ error, ...report }) => logger.error({ err: error, ...report }, 'a call failed unexpectedly'),
      }),
    (url) => logger.warn({ url }, 'a message from a stranger was refused'),
  );
  const contentsId = window.webContents.id;
  pagePorts.trust(contentsId);
  reviveCrashedPage(window, {
    logger,
    nowMs: () => Date.now(),
    restartSafely: () => {
      restart(true).catch((error: unknown) => logger.error({ err: error }, 'the app could not be started again'));
    },
  });

  // Unsaved work is asked about first, tab by tab; only then is the window closed.
  window.on('close', (event) => {
    event.preventDefault();
    views.closeAll().then(
      (isClear) => {
        if (isClear && !window.isDestroyed()) window.destroy();
      },
      (error: unknown) => logger.error({ err: error }, 'the editors could not be closed'),
    );
  });
  window.on('closed', () => {
    pagePorts.forget(contentsId);
    views.discardAll();
    notices.dispose();
  });
}
