import type { Logger } from 'pino';
import type { WebContents } from '#electron';
import { offerExternalLink } from './external-links.ts';
import { type HomeAddress, isNavigationAllowed } from './navigation-policy.ts';

/** Keeps a page at home: no popups, no navigation away; links for other programs are offered to the user. */
export function guardNavigation(contents: WebContents, home: HomeAddress, logger: Logger): void {
  let isSilenced = false;
  const offer = (url: string) => {
    if (isSilenced) return;
    offerExternalLink(url).then(
      ({ isLast }) => {
        isSilenced ||= isLast;
      },
      (error: unknown) => logger.warn({ err: error }, 'a link could not be opened'),
    );
  };
  contents.setWindowOpenHandler(({ url }) => {
    offer(url);
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event) => {
    if (!isNavigationAllowed(event.url, home, true)) {
      event.preventDefault();
      offer(event.url);
    }
  });
  // Subframes only: the top frame's own event has already offered the link.
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame && !isNavigationAllowed(event.url, home, false)) {
      event.preventDefault();
    }
  });
  contents.on('will-redirect', (event) => {
    if (!isNavigationAllowed(event.url, home, event.isMainFrame)) {
      event.preventDefault();
    }
  });
}
