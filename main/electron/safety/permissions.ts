import type { Session } from '#electron';

/** A page that wants to read or write a file, or all of a folder, that the user picked. */
export interface FileRequest {
  readonly path: string;
  readonly isDirectory: boolean;
  readonly isWritable: boolean;
}

/** Who decides about files: the user, path by path. */
export interface FileConsent {
  ask(request: FileRequest): Promise<boolean>;
  isGranted(path: string, isWritable: boolean): boolean;
}

/** Who decides about one permission: the user, once. */
export interface Consent {
  ask(): Promise<boolean>;
  isGiven(): boolean;
}

/** What the pages of one session may ask the browser for. */
export interface PermissionPolicy {
  /** The only origin that may have any of it; null means nobody. */
  readonly origin: string | null;
  readonly granted: ReadonlySet<string>;
  /** What only the user gives, by permission. */
  readonly asked?: ReadonlyMap<string, Consent>;
  readonly files?: FileConsent;
}

/** Every session nobody asked for. */
export const noPermissions: PermissionPolicy = { origin: null, granted: new Set() };

/** Berth's own page copies when a button says so; all else it asks its shell for. */
export function appPermissions(origin: string): PermissionPolicy {
  return { origin, granted: new Set(['clipboard-sanitized-write']) };
}

/**
 * An editor may copy, fill the screen and have keys like Escape inside full screen. What the user copied elsewhere, a
 * password maybe, it reads only with consent: pasting by keys needs none, because that is an event of the browser's.
 */
export function editorPermissions(origin: string, clipboard: Consent, files?: FileConsent): PermissionPolicy {
  const granted = new Set(['clipboard-sanitized-write', 'fullscreen', 'keyboardLock']);
  const asked = new Map([['clipboard-read', clipboard]]);
  return { origin, granted, asked, ...(files === undefined ? {} : { files }) };
}

/** A forwarded page is anybody's: it may fill the screen, which Escape ends, and be copied from. */
export function forwardedPagePermissions(origin: string): PermissionPolicy {
  return { origin, granted: new Set(['clipboard-sanitized-write', 'fullscreen']) };
}

/** What Electron tells about a question; the rest is there when it is one for files. */
interface Details {
  readonly requestingUrl?: string;
  readonly filePath?: string;
  readonly isDirectory?: boolean;
  readonly fileAccessType?: 'writable' | 'readable';
}

/** `URL.origin` is "null" for a scheme that the URL standard does not know, such as `app:`, and so is that of `data:`. */
function originOf(url: string): string | null {
  const parsed = URL.parse(url);
  return parsed === null || parsed.host === '' ? null : `${parsed.protocol}//${parsed.host}`;
}

const isAtHome = ({ origin }: PermissionPolicy, url: string): boolean => {
  const home = origin === null ? null : originOf(origin);
  return home !== null && originOf(url) === home;
};

/** Tells whether `policy` lets the page at `requestingUrl` have `permission` as things are. */
export function isPermitted(
  policy: PermissionPolicy,
  permission: string,
  requestingUrl: string,
  { filePath, fileAccessType }: Details = {},
): boolean {
  if (!isAtHome(policy, requestingUrl)) return false;
  if (permission === 'fileSystem') {
    return filePath !== undefined && policy.files?.isGranted(filePath, fileAccessType === 'writable') === true;
  }
  return policy.granted.has(permission) || policy.asked?.get(permission)?.isGiven() === true;
}

/** The same, after whoever decides about it was asked. */
export async function requestPermission(
  policy: PermissionPolicy,
  permission: string,
  requestingUrl: string,
  details: Details = {},
): Promise<boolean> {
  if (isPermitted(policy, permission, requestingUrl, details)) return true;
  if (!isAtHome(policy, requestingUrl)) return false;
  if (permission !== 'fileSystem') return (await policy.asked?.get(permission)?.ask()) ?? false;
  const { filePath: path, isDirectory = false, fileAccessType } = details;
  if (path === undefined) return false;
  return (await policy.files?.ask({ path, isDirectory, isWritable: fileAccessType === 'writable' })) ?? false;
}

/** Puts `policy` on a session. Without handlers Electron grants everything. */
export function applyPermissions(session: Session, policy: PermissionPolicy): void {
  session.setPermissionRequestHandler((_contents, permission, decide, details) => {
    requestPermission(policy, permission, details.requestingUrl, details).then(decide, () => decide(false));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    isPermitted(policy, permission, requestingOrigin, details),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => {
    // Streams without what was asked for make Electron throw, here, where nobody catches it.
    callback(null);
  });
}
