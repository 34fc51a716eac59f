import type { AppContract } from '../../../main/contract/contract.ts';
import type { Handlers } from '../../../main/contract/define.ts';
import { succeed } from '../../../main/contract/failure.ts';
import { type AppSettings, changeSettings, firstAppSettings, type PageError } from '../../../main/contract/upkeep.ts';

/** The settings and the log of a desktop that keeps nothing. */
export class FakeUpkeep {
  settings: AppSettings = firstAppSettings;
  readonly reported: PageError[] = [];
  readonly restarts: boolean[] = [];
  showLogsCount = 0;
  diagnosis = 'Berth: 0.1.0\nShell: a stand-in\n\nLast 0 lines of the log:\n';

  readonly handlers: Handlers<AppContract>['upkeep'] = {
    settings: async () => succeed(this.settings),
    configure: async (part) => {
      this.settings = changeSettings(this.settings, part);
      return succeed(this.settings);
    },
    reset: async () => {
      this.settings = firstAppSettings;
      return succeed(this.settings);
    },
    diagnosis: async () => succeed({ text: this.diagnosis }),
    report: async (error) => {
      this.reported.push(error);
      return succeed({});
    },
    showLogs: async () => {
      this.showLogsCount += 1;
      return succeed({});
    },
    restart: async ({ isSafe }) => {
      this.restarts.push(isSafe);
      return succeed({});
    },
  };
}
