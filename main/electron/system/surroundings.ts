import { app, type BrowserWindow } from '#electron';
import type { AppContract } from '../../contract/contract.ts';
import type { CallContext, Handlers } from '../../contract/define.ts';
import { succeed } from '../../contract/failure.ts';
import type { Download, Opening, surroundings } from '../../contract/surroundings.ts';
import { heard } from '../../core/streams/heard.ts';
import { showBadge } from './badge.ts';
import { bringForward } from './bring-forward.ts';
import { listenForLinks, type Openings, registerForLinks } from './deep-links.ts';
import { type Downloads, showProgress, watchDownloads } from './downloads.ts';
import { createNotices } from './notices.ts';
import { followPower } from './power.ts';
import { followTheme } from './theme.ts';
import { createTray, trayIconDirectory } from './tray.ts';

type ShellHandlers = Pick<Handlers<AppContract>['shell'], keyof typeof surroundings | 'notify' | 'noticeClicks'>;

/** As electron-builder.yml has it. */
const appId = 'io.github.berth.app';

/** What happens outside of the window, from before there is one. */
export interface Outside {
  readonly openings: Openings;
  readonly downloads: Downloads;
}

/** Begins to listen; call it before the app is ready. `args` are those of this process. */
export function listenOutside(args: readonly string[]): Outside {
  // Windows shows notices, and groups windows, under the name that the installer gave the app.
  if (process.platform === 'win32') app.setAppUserModelId(appId);
  registerForLinks();
  // A dictionary would be fetched from the network, and words of an editor are seldom in one.
  app.on('session-created', (created) => created.setSpellCheckerEnabled(false));
  return { openings: listenForLinks(args), downloads: watchDownloads() };
}

/** What the window's surroundings are made of. */
export interface SurroundingParts {
  readonly window: BrowserWindow;
  readonly outside: Outside;
  /** Called when the machine comes back from sleep. */
  readonly onWake: () => void;
}

/** Tray, badge, theme, notices, links, downloads and presence, as the page hears and tells of them; gone with the window. */
export function serveSurroundings({
  window,
  outside: { openings, downloads },
  onWake,
}: SurroundingParts): ShellHandlers {
  const show = () => bringForward(window);
  const presence = followPower(window, onWake);
  const notices = createNotices(() => !window.isDestroyed() && window.isFocused() && !presence.isAway(), show);
  const tray = createTray(trayIconDirectory(), {
    onShow: show,
    onOpen: ({ profileId, repositoryId }) =>
      openings.ask({ profile: profileId, repository: repositoryId, source: 'tray' }),
  });
  const setTheme = followTheme(window);
  showProgress(window, downloads);
  window.on('closed', () => {
    notices.dispose();
    tray.dispose();
  });
  const latest = () => '';
  return {
    notify: notices.notify,
    noticeClicks: (_input: unknown, { signal }: CallContext) => notices.clicks(signal),
    async tell({ instances, alertCount, theme }) {
      tray.show(instances, alertCount);
      showBadge(window, alertCount);
      setTheme(theme);
      return succeed({});
    },
    openings: (_input: unknown, { signal }: CallContext) =>
      heard<Opening>(
        (listener) =>
          openings.follow((opening) => {
            // macOS hands a link over wherever the window is.
            show();
            listener(opening);
          }),
        latest,
        signal,
      ),
    presence: (_input: unknown, { signal }: CallContext) =>
      heard<{ readonly isAway: boolean }>((listener) => presence.follow(listener), latest, signal),
    downloads: (_input: unknown, { signal }: CallContext) =>
      heard<Download[]>((listener) => downloads.follow((all) => listener([...all])), latest, signal),
    changeDownload: ({ id, action }) => downloads.change(id, action),
  };
}
