import type { Session } from '#electron';
import { clipboardConsent } from './clipboard-consent.ts';
import { askForDownloads } from './downloads.ts';
import { applyPermissions, editorPermissions, type FileConsent, forwardedPagePermissions } from './permissions.ts';
import { guardRequests } from './request-guard.ts';

/** The pages of one editor, or behind one forwarded port. */
export interface HostPage {
  readonly origin: string;
  readonly isForwardedPage: boolean;
  /** What questions call it. */
  readonly name: string;
  /** Who decides about files that an editor wants to read or write here; nobody: it gets none. */
  readonly files?: FileConsent;
}

/** Guards the session that pages of a host are shown with; called again it renews the rules for the present origin. */
export function guardHostSession(session: Session, { origin, isForwardedPage, name, files }: HostPage): void {
  applyPermissions(
    session,
    isForwardedPage
      ? forwardedPagePermissions(origin)
      : editorPermissions(origin, clipboardConsent(session, name), files),
  );
  guardRequests(session, origin);
  askForDownloads(session);
}
