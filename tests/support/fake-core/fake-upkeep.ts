import type { AppContract } from '../../../main/contract/contract.ts';
import type { Handlers } from '../../../main/contract/define.ts';
import { fail, succeed } from '../../../main/contract/failure.ts';
import { type AppSettings, changeSettings, firstAppSettings, type PageError } from '../../../main/contract/upkeep.ts';

const desktopOnly = () =>
  fail('unavailable', 'input', 'Only the desktop app has this.', 'Open Berth as a desktop app for it.');

/** The settings and the log of a desktop that keeps nothing, or of a browser's Berth, which has no settings of its own. */
export class FakeUpkeep {
  readonly #isDesktop: boolean;

  constructor(isDesktop: boolean) {
    this.#isDesktop = isDesktop;
  }

  settings: AppSettings = firstAppSettings;
  /** Why a change cannot be kept. */
  obstacle: string | null = null;
  readonly reported: PageError[] = [];
  readonly restarts: boolean[] = [];
  showLogsCount = 0;
  diagnosis = 'Berth: 0.1.0\nShell: a stand-in\n\nLast 0 lines of the log:\n';

  readonly handlers: Handlers<AppContract>['upkeep'] = {
    settings: async () => (this.#isDesktop ? succeed(this.settings) : desktopOnly()),
    configure: async (change) => this.#keep(changeSettings(this.settings, change)),
    reset: async () => this.#keep(firstAppSettings),
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

  #keep(next: AppSettings) {
    if (this.obstacle !== null) return fail('store-unreadable', 'store', this.obstacle, 'Make room on it.');
    this.settings = next;
    return succeed(next);
  }
}
