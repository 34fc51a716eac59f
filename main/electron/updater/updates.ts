import { EventEmitter } from 'node:events';
import type { Logger } from 'pino';
import type { AppContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { fail, succeed } from '../../contract/failure.ts';
import { type UpdateStatus, type UpdateView, updateStatus } from '../../contract/updates.ts';
import type { Clock } from '../../core/ports.ts';
import { heard } from '../../core/streams/heard.ts';
import type { AppSettingsStore } from '../upkeep/app-settings.ts';
import type { UpdateEngine } from './update-engine.ts';

/** The first look comes when the start is over, the next ones a day apart; a sleeping machine's timers stand still. */
const firstLookMs = 20_000;
const tickMs = 3_600_000;
const dayMs = 24 * 3_600_000;
/** The updater itself waits for ever where an answer is cut short. */
const lookMostMs = 60_000;

export interface UpdatesOptions {
  /** The version that runs. */
  readonly installed: string;
  readonly isInstallable: boolean;
  /** The page with all versions; null: this copy knows of none. */
  readonly releasesUrl: string | null;
  /** Called once, when it is needed. */
  readonly loadEngine: () => Promise<UpdateEngine>;
  readonly settings: Pick<AppSettingsStore, 'current' | 'onDidChange'>;
  /** Asks about unsaved work and unloads the editors; false when the user stays. */
  readonly closeEditors: () => Promise<boolean>;
  /** Ends the app for good, links and all, and then calls `last`. */
  readonly endWith: (last: () => void) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Looks for later versions, when asked to or when the user lets it. */
export interface Updates {
  readonly handlers: Handlers<AppContract>['updates'];
  /** Ends looking by itself. */
  dispose(): void;
}

const failed = (message: string, nextStep: string) => fail('unavailable', 'download', message, nextStep);
const cannotAsk = () =>
  failed('The page with Berth’s versions did not answer.', 'Look again later, or open that page in your browser.');
const cannotFetch = () =>
  failed('The later version could not be fetched whole.', 'Try again, or fetch it from the page with all versions.');
const cannotInstall = () =>
  failed('The later version could not be put into place.', 'Download it from the page with all versions.');
const nothingToLookAt = () =>
  failed('This copy of Berth does not know where later versions are.', 'Ask whoever gave it to you.');
const notBy = (what: string) =>
  failed(`There is nothing to ${what} at this moment.`, 'Look for a later version first.');
const stayed = () =>
  fail('cancelled', 'input', 'Berth was not ended: an editor stays open.', 'Save its work, then try again.');

/** Makes it; it asks nothing before its first timer. */
export function createUpdates(options: UpdatesOptions): Updates {
  const { installed, isInstallable, releasesUrl, settings, clock, logger } = options;
  const changes = new EventEmitter<{ change: [view: UpdateView] }>();
  // Every page that is open listens.
  changes.setMaxListeners(0);
  let status: UpdateStatus = releasesUrl === null ? { state: 'off' } : { state: 'unknown' };
  let engine: Promise<UpdateEngine> | null = null;
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let cancelTimer = () => {};

  const view = (): UpdateView => ({ installed, status, isInstallable, releasesUrl });
  const become = (next: UpdateStatus) => {
    status = next;
    changes.emit('change', view());
  };
  const loaded = () => {
    engine ??= options.loadEngine().catch((error: unknown) => {
      engine = null;
      throw error;
    });
    return engine;
  };
  const failWith = (error: unknown, failure: ReturnType<typeof failed>) => {
    logger.warn({ err: error }, 'an update went wrong');
    become({ state: 'failed', failure: failure.failure });
  };

  const isBusy = () => status.state === 'looking' || status.state === 'fetching';
  const look = async () => {
    // What is here already is not forgotten for a question.
    if (isBusy() || status.state === 'ready') return;
    become({ state: 'looking' });
    lookedAtMs = clock.nowMs();
    try {
      const found = await withinTime(
        loaded().then((one) => one.look()),
        clock,
      );
      const atMs = clock.nowMs();
      // What the web says is believed only in the shape of a version.
      become(updateStatus.parse(found === null ? { state: 'latest', atMs } : { state: 'found', version: found, atMs }));
    } catch (error) {
      failWith(error, cannotAsk());
    }
  };
  const fetchFound = async (version: string) => {
    become({ state: 'fetching', version, share: 0 });
    let told = 0;
    try {
      await (await loaded()).fetch((share) => {
        // A hundred steps are as smooth as anybody sees.
        if (share - told < 0.01) return;
        told = share;
        become({ state: 'fetching', version, share });
      });
      become({ state: 'ready', version });
    } catch (error) {
      failWith(error, cannotFetch());
    }
  };

  const tick = () => {
    const { isUpdateChecked } = settings.current();
    if (isUpdateChecked && clock.nowMs() - lookedAtMs >= dayMs) void look();
    cancelTimer = clock.after(tickMs, tick);
  };
  let wasChecked = settings.current().isUpdateChecked;
  const stopListening = settings.onDidChange(({ isUpdateChecked }) => {
    const isNew = isUpdateChecked && !wasChecked;
    wasChecked = isUpdateChecked;
    if (isNew && releasesUrl !== null) void look();
  });
  if (releasesUrl !== null) cancelTimer = clock.after(firstLookMs, tick);

  return {
    handlers: {
      watch: (_input, { signal }) =>
        heard(
          (listener: (item: UpdateView) => void) => {
            listener(view());
            changes.on('change', listener);
            return () => changes.off('change', listener);
          },
          () => 'view',
          signal,
        ),
      async look() {
        if (releasesUrl === null) return nothingToLookAt();
        await look();
        return succeed({});
      },
      async fetch() {
        if (!isInstallable || status.state !== 'found') return notBy('fetch');
        await fetchFound(status.version);
        return succeed({});
      },
      async install() {
        if (status.state !== 'ready') return notBy('install');
        if (!(await options.closeEditors())) return stayed();
        try {
          const one = await loaded();
          options.endWith(() => one.install());
          return succeed({});
        } catch (error) {
          failWith(error, cannotInstall());
          return cannotInstall();
        }
      },
    },
    dispose() {
      stopListening();
      cancelTimer();
    },
  };
}

/** What `answer` says, unless it takes too long. */
async function withinTime<T>(answer: Promise<T>, clock: Clock): Promise<T> {
  let cancel = () => {};
  const late = new Promise<never>((_resolve, reject) => {
    cancel = clock.after(lookMostMs, () => reject(new Error('no answer within a minute')));
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    cancel();
  }
}
