import type { OutgoingHttpHeaders } from 'node:http';
import type { DistinctHeaders } from '../entering/checks.ts';
import { endToEndHeaders } from './hop-by-hop.ts';

/** What the gate's answers depend on besides the request. */
export interface ResponseSetting {
  /** `/vscode/<id>/`. */
  readonly entryPath: string;
  /** Path under which the channel's far end serves the instance. */
  readonly upstreamPath: string;
  /** Origin of the page that may frame the editor, or null. */
  readonly frameAncestor: string | null;
}

/** Who may frame the instance's pages: itself, because webviews are frames of the same origin, and Berth's own page. */
export function frameAncestors(frameAncestor: string | null): string {
  return frameAncestor === null ? "frame-ancestors 'self'" : `frame-ancestors 'self' ${frameAncestor}`;
}

/** They reach beyond one origin: to the cookies of the app and of all tabs, or to what the browser remembers of a name. */
const farReaching = new Set([
  'clear-site-data',
  'alt-svc',
  'strict-transport-security',
  'nel',
  'report-to',
  'reporting-endpoints',
]);

/** Who may frame or read an answer is decided here, not there, and nothing in it reaches beyond its origin. */
export const isDropped = (name: string) =>
  farReaching.has(name) || name === 'x-frame-options' || name.startsWith('access-control-');

/** A header holds several policies, parted by commas; each holds directives, parted by semicolons. */
export const withoutFrameAncestors = (header: string) =>
  header
    .split(',')
    .map((policy) =>
      policy
        .split(';')
        .filter((directive) => !/^\s*frame-ancestors(\s|$)/i.test(directive) && directive.trim() !== '')
        .join(';'),
    )
    .filter((policy) => policy.trim() !== '')
    .join(',');

/** A redirect to an absolute path means a path of the far end. */
function locationOf(location: string, setting: ResponseSetting): string {
  const isAbsolutePath = location.startsWith(setting.upstreamPath) && !location.startsWith('//');
  return isAbsolutePath ? setting.entryPath + location.slice(setting.upstreamPath.length) : location;
}

/** What the page is told of the instance's answer. */
export function responseHeaders(headers: DistinctHeaders, setting: ResponseSetting): OutgoingHttpHeaders {
  const result: Record<string, string | string[]> = {};
  for (const [name, values] of endToEndHeaders(headers)) {
    // An editor's cookies stay on the host.
    if (!isDropped(name) && name !== 'set-cookie') result[name] = [...values];
  }
  const policies = (headers['content-security-policy'] ?? [])
    .map(withoutFrameAncestors)
    .filter((policy) => policy !== '');
  result['content-security-policy'] = [...policies, frameAncestors(setting.frameAncestor)];
  result['cross-origin-resource-policy'] = 'same-origin';
  if (result['service-worker-allowed'] !== undefined) result['service-worker-allowed'] = setting.entryPath;
  const location = headers.location?.[0];
  if (location !== undefined) result.location = locationOf(location, setting);
  return result;
}
