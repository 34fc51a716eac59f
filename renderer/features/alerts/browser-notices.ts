import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GivenNotice } from '../../../main/contract/shell.ts';

/** Whether this browser shows notices: it has to be allowed by a click. */
export type NoticePermission = 'default' | 'granted' | 'denied' | 'missing';

/** Notices of a browser, for a shell that has none of its own. */
export interface BrowserNotices {
  readonly permission: StoreApi<NoticePermission>;
  /** Asks the user; only a click may lead here. */
  allow(): Promise<void>;
  show(notice: GivenNotice): void;
}

/** A notice that is shown. */
interface ShownNotice {
  addEventListener(type: 'click', listener: () => void): void;
  close(): void;
}

/** The part of `Notification` that is used; a test lends one. */
export interface NotificationClass {
  new (title: string, options: { body: string; tag: string }): ShownNotice;
  readonly permission: 'default' | 'granted' | 'denied';
  requestPermission(): Promise<'default' | 'granted' | 'denied'>;
}

/** Makes them; `onClick` is told the key of one that is clicked. */
export function createBrowserNotices(
  notification: NotificationClass | undefined,
  onClick: (key: string) => void,
): BrowserNotices {
  const permission = createStore<NoticePermission>(() => notification?.permission ?? 'missing');
  return {
    permission,
    async allow() {
      if (notification !== undefined) permission.setState(await notification.requestPermission(), true);
    },
    show({ key, title, body }) {
      if (notification?.permission !== 'granted') return;
      const shown = new notification(title, { body, tag: key });
      shown.addEventListener('click', () => {
        shown.close();
        onClick(key);
      });
    },
  };
}
