import { EventEmitter, on } from 'node:events';
import { type BrowserWindow, Notification } from '#electron';
import { fail, succeed } from '../../contract/failure.ts';
import type { Notice } from '../../contract/shell.ts';

/** More than these at once are nobody's to read; the oldest go. */
const shownMost = 8;

/** Notices of the operating system for the page of one window. */
export interface Notices {
  /** Shows one, unless the window is looked at: then the page has said it. */
  notify(notice: Notice): Promise<ReturnType<typeof succeed<Record<string, never>>> | ReturnType<typeof unavailable>>;
  /** Keys of the ones that are clicked, until the signal aborts. */
  clicks(signal: AbortSignal): AsyncIterable<{ readonly key: string }>;
  /** Takes away those that are shown. */
  dispose(): void;
}

const longestTitle = 100;
const longestBody = 400;

/**
 * A text as the system may show it. Some systems read marks in it, links and pictures too, and a host has a say in the
 * words: nothing in them may lead anywhere, hide, turn the direction, or push the rest out of sight.
 */
function plain(text: string, longest: number): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .trim();
  const characters = Array.from(line);
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`;
}

const unavailable = () =>
  fail('unavailable', 'input', 'This desktop shows no notices.', 'Look at the alerts in the window.');

/** Makes them; a click brings the window forward before it is told. */
export function createNotices(window: BrowserWindow, bringForward: () => void): Notices {
  // Held, because one that nothing refers to may lose its click.
  const shown = new Map<string, Notification>();
  const clicked = new EventEmitter<{ click: [key: string] }>();
  const close = (key: string) => {
    const notice = shown.get(key);
    shown.delete(key);
    notice?.close();
  };
  return {
    async notify({ key, title, body }) {
      if (!Notification.isSupported()) return unavailable();
      if (!window.isDestroyed() && window.isFocused()) return succeed({});
      close(key);
      for (const old of [...shown.keys()].slice(0, Math.max(0, shown.size + 1 - shownMost))) close(old);
      const notice = new Notification({ title: plain(title, longestTitle), body: plain(body, longestBody) });
      shown.set(key, notice);
      notice.on('click', () => {
        shown.delete(key);
        bringForward();
        clicked.emit('click', key);
      });
      notice.show();
      return succeed({});
    },
    async *clicks(signal) {
      try {
        for await (const [key] of on(clicked, 'click', { signal })) yield { key: String(key) };
      } catch (error) {
        // That is how an abort ends it.
        if (!signal.aborted) throw error;
      }
    },
    dispose() {
      for (const key of shown.keys()) close(key);
    },
  };
}
