import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol } from '#electron';

/** The app's own page lives here and nowhere else. */
export const APP_ORIGIN = 'app://berth';

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // The component library sets element styles at run time.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'none'",
  "worker-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const commonHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Everything the bundler emits; a file of any other kind is not served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

/** Must run before the app is ready: makes `app:` a standard, secure scheme, so that it has a real origin. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves `directory` as `app://berth/` in the default session only; editors have other sessions. */
export function serveApp(directory: string): void {
  protocol.handle('app', async (request) => answer(directory, request));
}

/** Answers one request for a file of the page. */
export async function answer(directory: string, request: Request): Promise<Response> {
  const file = request.method === 'GET' ? locate(directory, request.url) : null;
  const contentType = file === null ? undefined : contentTypes[extname(file)];
  if (file === null || contentType === undefined) {
    return notFound();
  }
  try {
    const body = await readFile(file);
    return new Response(body, { headers: { ...commonHeaders, 'content-type': contentType } });
  } catch {
    // Missing, a folder or unreadable: to the page all of them are absent.
    return notFound();
  }
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: { ...commonHeaders, 'content-type': 'text/plain' } });
}

/** The file a URL names, or null when it is not inside `directory`. */
export function locate(directory: string, url: string): string | null {
  const target = URL.parse(url);
  if (target === null || `${target.protocol}//${target.host}` !== APP_ORIGIN) {
    return null;
  }
  try {
    const path = decodeURIComponent(target.pathname);
    const file = normalize(join(directory, path === '/' ? 'index.html' : path));
    return file.startsWith(normalize(directory) + sep) && !path.includes('\0') ? file : null;
  } catch {
    // A malformed escape.
    return null;
  }
}
