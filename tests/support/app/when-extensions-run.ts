import type { Page, WebSocket } from '@playwright/test';

/** What VS Code tells an extension host before it can do anything is about a megabyte. */
const longestSmallTalkBytes = 500_000;

/** Resolves when the extension host was told everything and answered; ask before the editor is opened in the page. */
export function whenExtensionsRun(page: Page): Promise<void> {
  return new Promise((resolve) => {
    page.on('websocket', (socket: WebSocket) => {
      let isTold = false;
      socket.on('framesent', ({ payload }) => {
        isTold ||= payload.length > longestSmallTalkBytes;
      });
      socket.on('framereceived', () => {
        if (isTold) resolve();
      });
    });
  });
}
