import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AlertEntry, AlertLog } from '../../../main/contract/alerts.ts';
import type { GivenNotice } from '../../../main/contract/shell.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import type { PageClock } from '../../api/page-clock.ts';
import { ask, type Problem } from '../../api/problem.ts';
import { isOfPhase, isSameAlert, isWorthANotice, noticeKey, placesOf } from './alert-words.ts';

/** One item of the stream of all hosts. */
export type AlertItem =
  | { readonly type: 'entry'; readonly profileId: string; readonly entry: AlertEntry; readonly isPast: boolean }
  | { readonly type: 'raised'; readonly profileId: string; readonly raised: readonly AlertEntry[] }
  | { readonly type: 'failed'; readonly profileId: string; readonly failure: Problem };

/** What a host was asked for: its past alerts. */
export interface HostAlertLog {
  readonly isReading: boolean;
  /** Newest first; null before the first answer. */
  readonly entries: readonly AlertEntry[] | null;
  readonly problem: Problem | null;
}

/** An alert that is shown for a while above the footer. */
export interface AlertToast {
  readonly id: string;
  readonly profileId: string;
  readonly entry: AlertEntry;
}

/** What a notice of the operating system is about. */
export interface NoticedAlert {
  readonly profileId: string;
  readonly entry: AlertEntry;
}

export interface AlertsState {
  /** What is raised now, by profile id, newest first. */
  readonly raised: Readonly<Record<string, readonly AlertEntry[]>>;
  /** Hosts that could not be asked. */
  readonly problems: Readonly<Record<string, Problem>>;
  readonly logs: Readonly<Record<string, HostAlertLog>>;
  readonly toasts: readonly AlertToast[];
  /** The drawer of all hosts. */
  readonly isOpen: boolean;
}

/** What hosts warn of, and what is shown of it at once. */
export interface AlertsModel {
  readonly store: StoreApi<AlertsState>;
  take(item: AlertItem): void;
  /** Reads the past alerts of a host. */
  read(profileId: string): Promise<void>;
  setOpen(isOpen: boolean): void;
  dismiss(toastId: string): void;
  /** Takes away what is shown of a host and is not so any more. */
  dismissWhere(profileId: string, isOver: (entry: AlertEntry) => boolean): void;
  /** What the notice of this key is about; null when it was too long ago. */
  noticed(key: string): NoticedAlert | null;
}

/** What the model tells others. */
export interface AlertsOutlets {
  /** One sentence for the footer. */
  readonly say: (profileId: string, words: string) => void;
  readonly nameOf: (profileId: string) => string;
  /** Whether what an entry is about is just being looked at, so that nothing needs to lead there. */
  readonly isShown?: (profileId: string, entry: AlertEntry) => boolean;
  /** Shows a notice of the operating system about an entry, if nobody looks at the page. */
  readonly notify: (notice: GivenNotice, about: NoticedAlert) => void;
}

/** So long a toast is shown, milliseconds; what is raised stays longer, because it goes on. */
const toldMs = 12_000;
const raisedMs = 30_000;
/** More at once are not read; the list has them. */
const toastsMost = 3;
/** What a host tells of the time while it was away is told as one sentence, once all of it is there. */
const pastQuietMs = 500;

/** The system shows few notices at once, and forgets the others too. */
const noticedMost = 50;

const noLog: HostAlertLog = { isReading: false, entries: null, problem: null };

/** Makes the model, with nothing known. */
export function createAlertsModel(
  client: Pick<BerthClient, 'alerts'>,
  clock: PageClock,
  { say, nameOf, isShown = () => false, notify }: AlertsOutlets,
): AlertsModel {
  const store = createStore<AlertsState>(() => ({ raised: {}, problems: {}, logs: {}, toasts: [], isOpen: false }));
  const pastCounts = new Map<string, number>();
  const noticed = new Map<string, NoticedAlert>();

  const setLog = (profileId: string, part: Partial<HostAlertLog>) =>
    store.setState(({ logs }) => ({ logs: { ...logs, [profileId]: { ...(logs[profileId] ?? noLog), ...part } } }));
  const dismiss = (toastId: string) =>
    store.setState(({ toasts }) => ({ toasts: toasts.filter(({ id }) => id !== toastId) }));
  const dismissWhere = (profileId: string, isOver: (entry: AlertEntry) => boolean) => {
    const isLeft = (toast: AlertToast) => toast.profileId !== profileId || !isOver(toast.entry);
    const { toasts } = store.getState();
    if (!toasts.every(isLeft)) store.setState({ toasts: toasts.filter(isLeft) });
  };
  const showToast = (profileId: string, entry: AlertEntry) => {
    const id = noticeKey(profileId, entry);
    store.setState(({ toasts }) => ({
      toasts: [{ id, profileId, entry }, ...toasts.filter((known) => known.id !== id)].slice(0, toastsMost),
    }));
    clock.after(entry.state === 'raised' ? raisedMs : toldMs, () => dismiss(id));
  };
  const countPast = (profileId: string) => {
    const before = pastCounts.get(profileId) ?? 0;
    pastCounts.set(profileId, before + 1);
    if (before > 0) return;
    clock.after(pastQuietMs, () => {
      const count = pastCounts.get(profileId) ?? 0;
      pastCounts.delete(profileId);
      say(profileId, `${count === 1 ? 'one alert' : `${count} alerts`} while it was away`);
    });
  };
  const takeEntry = (profileId: string, entry: AlertEntry, isPast: boolean) => {
    const known = store.getState().logs[profileId]?.entries;
    if (known != null)
      setLog(profileId, { entries: [entry, ...known.filter(({ number }) => number !== entry.number)] });
    // What is over need not be read any more.
    if (entry.state === 'cleared') dismissWhere(profileId, (shown) => isSameAlert(shown, entry));
    // An agent is in one phase only: the newest is the one that holds.
    else if (isOfPhase(entry)) {
      dismissWhere(profileId, (shown) => isOfPhase(shown) && shown.session?.id === entry.session?.id);
    }
    if (entry.isQuiet) return;
    if (isPast) return countPast(profileId);
    say(profileId, entry.message);
    if (entry.state !== 'cleared' && !isShown(profileId, entry)) showToast(profileId, entry);
    if (!isWorthANotice(entry)) return;
    const about = [...placesOf(entry).slice(0, 1), nameOf(profileId)].join(' on ');
    const key = noticeKey(profileId, entry);
    noticed.set(key, { profileId, entry });
    for (const old of [...noticed.keys()].slice(0, -noticedMost)) noticed.delete(old);
    notify({ key, title: about, body: `${entry.message} ${entry.nextStep}` }, { profileId, entry });
  };

  return {
    store,
    take(item) {
      const { profileId } = item;
      if (item.type === 'failed') {
        store.setState(({ problems }) => ({ problems: { ...problems, [profileId]: item.failure } }));
        return;
      }
      store.setState(({ problems: { [profileId]: _gone, ...problems } }) => ({ problems }));
      if (item.type === 'entry') return takeEntry(profileId, item.entry, item.isPast);
      store.setState(({ raised }) => ({ raised: { ...raised, [profileId]: item.raised } }));
    },
    async read(profileId) {
      if (store.getState().logs[profileId]?.isReading === true) return;
      setLog(profileId, { isReading: true });
      const answer = await ask<AlertLog>(() => client.alerts.list({ profile: profileId }));
      if (!answer.ok) return setLog(profileId, { isReading: false, problem: answer.failure });
      const { raised, entries } = answer.value;
      setLog(profileId, { isReading: false, entries, problem: null });
      store.setState((state) => ({ raised: { ...state.raised, [profileId]: raised } }));
    },
    setOpen: (isOpen) => store.setState({ isOpen }),
    dismiss,
    dismissWhere,
    noticed: (key) => noticed.get(key) ?? null,
  };
}

/** How much is raised on the given hosts. */
export function raisedCount({ raised }: Pick<AlertsState, 'raised'>, profileIds: readonly string[]): number {
  return profileIds.reduce((count, id) => count + (raised[id]?.length ?? 0), 0);
}
