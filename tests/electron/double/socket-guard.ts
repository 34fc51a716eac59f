import type { BrowserContext } from '@playwright/test';

const question = 'double-socket';

/** What a paused request of a guarded page asks about: the address of a WebSocket; null for any other request. */
export function askedSocket(requestUrl: string): string | null {
  return requestUrl.includes(`/?${question}=`) ? new URL(requestUrl).searchParams.get(question) : null;
}

/**
 * Makes pages ask before they open a WebSocket, as those do not pass through Fetch interception. The socket that a page gets is
 * Chromium's own: Playwright's routed one sometimes mixes up the messages of VS Code when the machine is busy.
 */
export async function guardSockets(context: BrowserContext): Promise<void> {
  await context.addInitScript((name) => {
    const isLetThrough = (url: string | URL) => {
      if (!location.origin.startsWith('http')) return true;
      const asked = new XMLHttpRequest();
      const absolute = new URL(url, location.href).href;
      // The constructor must know at once, and only a synchronous question waits.
      asked.open('GET', `${location.origin}/?${name}=${encodeURIComponent(absolute)}`, false);
      try {
        asked.send();
      } catch {
        return false;
      }
      return true;
    };
    window.WebSocket = class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        // A name that is never found fails as a cancelled request does: an error, then a close.
        super(isLetThrough(url) ? url : 'ws://cancelled.invalid/', protocols);
      }
    };
  }, question);
}
