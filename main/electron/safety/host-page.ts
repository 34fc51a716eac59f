import type { Session } from '#electron';
import { clipboardConsent } from './clipboard-consent.ts';
import { askForDownloads } from './downloads.ts';
import { fileConsent } from './file-consent.ts';
import { leadThroughProxy } from './host-proxy.ts';
import { applyPermissions, editorPermissions, forwardedPagePermissions } from './permissions.ts';
import { guardRequests } from './request-guard.ts';

/** The pages of one editor, or behind one forwarded port. */
export interface HostPage {
  readonly origin: string;
  readonly isForwardedPage: boolean;
  /** What questions call it. */
  readonly name: string;
}

/** Guards the session that pages of a host are shown with; called again it renews the rules for the present origin. */
export function guardHostSession(session: Session, { origin, isForwardedPage, name }: HostPage): void {
  applyPermissions(
    session,
    isForwardedPage
      ? forwardedPagePermissions(origin)
      : editorPermissions(origin, clipboardConsent(session, name), fileConsent(session, name)),
  );
  guardRequests(session, origin);
  leadThroughProxy(session, origin);
  askForDownloads(session);
}
