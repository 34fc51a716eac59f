import type { Logger } from 'pino';
import type { WebContents } from '#electron';
import { offerExternalLink } from './external-links.ts';
import { type HomeAddress, isNavigationAllowed } from './navigation-policy.ts';

/** Whose page is kept at home, and when it may offer links. */
export interface GuardedPage {
  readonly home: HomeAddress;
  /** What questions call it; null for Berth's own page. */
  readonly name: string | null;
  /** Whether it is on the screen: one that is not cannot put a question over another. */
  isSeen(): boolean;
}

const guarded = new WeakSet<WebContents>();

/** Whether the contents are kept at home; whoever is not may go nowhere by itself. */
export const isGuarded = (contents: WebContents): boolean => guarded.has(contents);

/** Keeps a page at home: no popups, no navigation away; links for other programs are offered to the user. */
export function guardNavigation(contents: WebContents, page: GuardedPage, logger: Logger): void {
  const { home } = page;
  let isSilenced = false;
  const offer = (url: string) => {
    if (isSilenced || !page.isSeen()) return;
    offerExternalLink(url, page.name).then(
      ({ isLast }) => {
        isSilenced ||= isLast;
      },
      (error: unknown) => logger.warn({ err: error }, 'a link could not be opened'),
    );
  };
  guarded.add(contents);
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
