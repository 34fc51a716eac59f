import { homedir } from 'node:os';
import type { Logger } from 'pino';
import type { AppContract } from '../contract/contract.ts';
import type { Handlers } from '../contract/define.ts';
import { fail, succeed } from '../contract/failure.ts';
import type { Core } from '../core/core.ts';
import { diagnose } from '../core/defaults/diagnosis/diagnosis.ts';
import { savedServers } from '../core/defaults/diagnosis/saved-servers.ts';
import { notePageErrors } from '../core/defaults/log/page-errors.ts';
import type { Clock } from '../core/ports.ts';

interface WebUpkeepParts {
  readonly core: Core;
  readonly dataDirectory: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

const desktopOnly = async () =>
  fail('unavailable', 'input', 'Only the desktop app has this.', 'Open Berth as a desktop app for it.');

/** What the page asks about Berth itself, as far as a browser's Berth has it. */
export function webUpkeepHandlers({
  core,
  dataDirectory,
  clock,
  logger,
}: WebUpkeepParts): Handlers<AppContract>['upkeep'] {
  return {
    settings: desktopOnly,
    configure: desktopOnly,
    reset: desktopOnly,
    diagnosis: async (_input, context) => {
      const servers = await savedServers(core, context);
      const text = await diagnose({
        dataDirectory,
        homeDirectory: homedir(),
        environment: process.env,
        facts: [['Shell', 'web']],
        servers,
        nowMs: clock.nowMs(),
      });
      return succeed({ text });
    },
    report: notePageErrors(logger),
    showLogs: desktopOnly,
    restart: desktopOnly,
  };
}
