import { Notification } from '#electron';
import { fail, succeed } from '../../contract/failure.ts';
import type { Notice } from '../../contract/shell.ts';
import { heard } from '../../core/streams/heard.ts';
import { plainText } from './plain-text.ts';

/** More than these at once are nobody's to read; the oldest go. */
const shownMost = 8;

/** What was pressed: a notice, or one of its buttons. */
export interface NoticeClick {
  readonly key: string;
  /** Id of the button; null for the notice itself. */
  readonly action: string | null;
}

/** Notices of the operating system for the page of one window. */
export interface Notices {
  /** Shows one, unless the window is looked at: then the page has said it. */
  notify(notice: Notice): Promise<ReturnType<typeof succeed<Record<string, never>>> | ReturnType<typeof unavailable>>;
  /** The ones that are clicked, until the signal aborts. */
  clicks(signal: AbortSignal): AsyncIterable<NoticeClick>;
  /** Takes away those that are shown. */
  dispose(): void;
}

const longestTitle = 100;
const longestBody = 400;
const longestLabel = 40;

const unavailable = () =>
  fail('unavailable', 'input', 'This desktop shows no notices.', 'Look at the alerts in the window.');

/**
 * Makes them; a click brings the window forward before it is told. `isLookedAt` tells whether somebody sees the window:
 * in front of a locked screen nobody does.
 */
export function createNotices(isLookedAt: () => boolean, bringForward: () => void): Notices {
  // Held, because one that nothing refers to may lose its click.
  const shown = new Map<string, Notification>();
  const listeners = new Set<(click: NoticeClick) => void>();
  const close = (key: string) => {
    const notice = shown.get(key);
    shown.delete(key);
    notice?.close();
  };
  const press = (key: string, action: string | null) => {
    close(key);
    bringForward();
    for (const listener of listeners) listener({ key, action });
  };
  return {
    async notify({ key, title, body, actions }) {
      if (!Notification.isSupported()) return unavailable();
      if (isLookedAt()) return succeed({});
      close(key);
      for (const old of [...shown.keys()].slice(0, Math.max(0, shown.size + 1 - shownMost))) close(old);
      const notice = new Notification({
        title: plainText(title, longestTitle),
        body: plainText(body, longestBody),
        actions: actions.map(({ label }) => ({ type: 'button', text: plainText(label, longestLabel) })),
      });
      shown.set(key, notice);
      notice.on('click', () => press(key, null));
      notice.on('action', ({ actionIndex }) => press(key, actions[actionIndex]?.id ?? null));
      notice.show();
      return succeed({});
    },
    clicks: (signal) =>
      heard<NoticeClick>(
        (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        ({ key }) => key,
        signal,
      ),
    dispose() {
      for (const key of shown.keys()) close(key);
    },
  };
}
