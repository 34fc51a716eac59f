import type { AppUpdater } from 'electron-updater';
import type { Logger } from 'pino';
import type { UpdateEngine } from './update-engine.ts';

/** electron-updater sends a lasting number of the user's with every question; everybody sends this one instead. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** Makes an engine of an updater that does nothing by itself. */
export function engineOf(updater: AppUpdater, logger: Logger): UpdateEngine {
  updater.logger = {
    info: (message: unknown) => logger.debug({ updater: String(message) }, 'the updater tells'),
    warn: (message: unknown) => logger.warn({ updater: String(message) }, 'the updater warns'),
    error: (message: unknown) => logger.warn({ updater: String(message) }, 'the updater failed'),
  };
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.disableWebInstaller = true;
  updater.requestHeaders = { 'x-user-staging-id': nobody };
  // With one number for everybody, a release in stages would reach all or nobody.
  updater.isUserWithinRollout = () => true;
  return {
    async look() {
      const answer = await updater.checkForUpdates();
      return answer?.isUpdateAvailable === true ? answer.updateInfo.version : null;
    },
    async fetch(onShare) {
      const tell = ({ percent }: { readonly percent: number }) => onShare(Math.min(1, Math.max(0, percent / 100)));
      updater.on('download-progress', tell);
      try {
        await updater.downloadUpdate();
      } finally {
        updater.off('download-progress', tell);
      }
    },
    install: () => updater.quitAndInstall(false, true),
  };
}

/** The updater for this system. It is loaded only when it is needed: most starts of Berth ask for nothing. */
export async function loadElectronEngine(logger: Logger): Promise<UpdateEngine> {
  const { default: electronUpdater } = await import('electron-updater');
  return engineOf(electronUpdater.autoUpdater, logger);
}
