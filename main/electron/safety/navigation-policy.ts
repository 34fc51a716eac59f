import { isLoopbackHost } from './private-addresses.ts';

/** Where one page may go by itself. */
export interface HomeAddress {
  /** `http://i-….localhost:port` or `app://berth`. */
  readonly origin: string;
  /** Ends in `/`; everything below it is home. */
  readonly path: string;
}

/** Frames VS Code makes for webviews and workers without a request of their own. */
const inPageFrames = new Set(['about:blank', 'about:srcdoc']);

/** Tells whether a page may navigate a frame to `url`. The top frame only stays home. */
export function isNavigationAllowed(url: string, home: HomeAddress, isMainFrame: boolean): boolean {
  const target = URL.parse(url);
  if (target === null || target.username !== '' || target.password !== '') {
    return false;
  }
  if (isAtHome(target, home)) {
    return true;
  }
  if (isMainFrame) {
    return false;
  }
  return inPageFrames.has(url) || url.startsWith(`blob:${home.origin}/`) || isWebviewHost(target);
}

function isAtHome(target: URL, home: HomeAddress): boolean {
  // `URL.origin` is "null" for a scheme the URL standard does not know, such as `app:`.
  return `${target.protocol}//${target.host}` === home.origin && target.pathname.startsWith(home.path);
}

/** VS Code's own host for webview content, for builds that do not serve it from their origin. */
function isWebviewHost(target: URL): boolean {
  return target.protocol === 'https:' && target.port === '' && target.hostname.endsWith('.vscode-cdn.net');
}

/** A link that may leave for another application, after the user was told where it leads. */
export interface ExternalLink {
  /** The address in normal form. */
  readonly url: string;
  /** What the question names: the host in ASCII (look-alike letters show as `xn--…`), or the mail address. */
  readonly destination: string;
}

/** Longer links are not opened; some systems hand them to a shell command line. */
const LINK_LIMIT_CHARS = 2_048;

const mailFields = new Set(['subject', 'body', 'cc']);

/** The link in `url` if other applications may be given it, else null: only https and mailto, and nothing on this machine. */
export function externalLink(url: string): ExternalLink | null {
  if (url.length > LINK_LIMIT_CHARS || /[\u0000-\u001f\u007f"<>`\\^{|}]/.test(url)) {
    return null;
  }
  const target = URL.parse(url);
  if (target?.protocol === 'https:') {
    const isPlain = target.username === '' && target.password === '' && !isLoopbackHost(target.hostname);
    return isPlain ? { url: target.href, destination: target.host } : null;
  }
  if (target?.protocol === 'mailto:') {
    const isPlain = /^[\w.+-]{1,64}@[a-z0-9.-]{1,253}$/i.test(target.pathname);
    const hasKnownFields = [...target.searchParams.keys()].every((field) => mailFields.has(field.toLowerCase()));
    return isPlain && hasKnownFields ? { url: target.href, destination: target.pathname } : null;
  }
  return null;
}
