import type { Logger } from 'pino';
import { shell } from '#electron';
import type { AppContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { fail, succeed } from '../../contract/failure.ts';
import type { Core } from '../../core/core.ts';
import { diagnose } from '../../core/defaults/diagnosis/diagnosis.ts';
import { savedServers } from '../../core/defaults/diagnosis/saved-servers.ts';
import { logFile } from '../../core/defaults/log/file-logger.ts';
import { notePageErrors } from '../../core/defaults/log/page-errors.ts';
import type { AppSettingsStore } from './app-settings.ts';
import { desktopFacts } from './desktop-facts.ts';

interface UpkeepParts {
  readonly core: Core;
  readonly settings: AppSettingsStore;
  readonly dataDirectory: string;
  readonly homeDirectory: string;
  readonly isSafe: boolean;
  readonly logger: Logger;
  /** Ends the app and starts it again; false when an editor stays open. */
  readonly restart: (isSafe: boolean) => Promise<boolean>;
}

/** What the page asks about the desktop app itself. */
export function upkeepHandlers(parts: UpkeepParts): Handlers<AppContract>['upkeep'] {
  const { core, settings, dataDirectory, homeDirectory, isSafe, logger, restart } = parts;
  return {
    settings: async () => succeed(settings.current()),
    configure: (part) => settings.configure(part),
    reset: () => settings.reset(),
    diagnosis: async (_input, context) => {
      const facts = await desktopFacts({ settings: settings.current(), dataDirectory, isSafe });
      const servers = await savedServers(core, context);
      const environment = process.env;
      return succeed({
        text: await diagnose({ dataDirectory, homeDirectory, environment, facts, servers, nowMs: Date.now() }),
      });
    },
    report: notePageErrors(logger),
    showLogs: async () => {
      shell.showItemInFolder(logFile(dataDirectory));
      return succeed({});
    },
    restart: async (input) => {
      if (await restart(input.isSafe)) return succeed({});
      return fail('unavailable', 'input', 'An editor stays open, so Berth does too.', 'Save its work, then try again.');
    },
  };
}
