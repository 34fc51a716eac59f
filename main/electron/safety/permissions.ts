import type { Session } from '#electron';

/** What the pages of one session may ask the browser for. */
export interface PermissionPolicy {
  /** The only origin that may have any of it; null means nobody. */
  readonly origin: string | null;
  readonly granted: ReadonlySet<string>;
}

/** The app's own page and every session nobody asked for. */
export const noPermissions: PermissionPolicy = { origin: null, granted: new Set() };

/** An editor needs the clipboard, full screen and keys like Escape inside full screen; nothing else. */
export function editorPermissions(origin: string): PermissionPolicy {
  return { origin, granted: new Set(['clipboard-read', 'clipboard-sanitized-write', 'fullscreen', 'keyboardLock']) };
}

/** A forwarded page is anybody's: it may fill the screen, which Escape ends, and be copied from. */
export function forwardedPagePermissions(origin: string): PermissionPolicy {
  return { origin, granted: new Set(['clipboard-sanitized-write', 'fullscreen']) };
}

/** Tells whether `policy` lets the page at `requestingUrl` have `permission`. */
export function isPermitted(policy: PermissionPolicy, permission: string, requestingUrl: string): boolean {
  return (
    policy.origin !== null &&
    policy.granted.has(permission) &&
    URL.parse(requestingUrl)?.origin === URL.parse(policy.origin)?.origin
  );
}

/** Puts `policy` on a session. Without handlers Electron grants everything. */
export function applyPermissions(session: Session, policy: PermissionPolicy): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(isPermitted(policy, permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isPermitted(policy, permission, requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => {
    callback({});
  });
}
