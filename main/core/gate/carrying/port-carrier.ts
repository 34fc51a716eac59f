import type { OutgoingHttpHeaders } from 'node:http';
import type { DistinctHeaders } from '../entering/checks.ts';
import { narrowedSetCookie, withoutGateCookie } from '../entering/cookies.ts';
import type { PortTarget } from '../gate.ts';
import { type PortObstacle, portPage } from '../telling/pages.ts';
import type { Carrier, Obstacle } from './carrier.ts';
import { endToEndHeaders } from './hop-by-hop.ts';
import { toldHeaders } from './request-headers.ts';
import { frameAncestors, isDropped, withoutFrameAncestors } from './response-headers.ts';
import { speaksTls } from './speaks-tls.ts';

/** The origin as the page has it here, and as its server has it there. */
export interface TwoOrigins {
  /** `http://p-….berth.localhost:<port>`. */
  readonly here: string;
  /** The port on the host; its server takes itself for `localhost:<port>`. */
  readonly port: number;
}

/**
 * What a server is told: it is asked as `localhost:<port>`, because development servers let in no other name, and whatever
 * names the page's origin names that one. Any page below berth.localhost may set cookies for all of them, as any page on a
 * port of localhost may for all ports; a server's own cookies pass, the gate's does not.
 */
export function portRequestHeaders(headers: DistinctHeaders, { here, port }: TwoOrigins): OutgoingHttpHeaders {
  const { cookie: _cookie, ...result } = toldHeaders(headers);
  const there = `http://localhost:${String(port)}`;
  result.host = `localhost:${String(port)}`;
  if (headers.origin !== undefined) result.origin = there;
  const referer = headers.referer?.[0];
  if (referer !== undefined) {
    if (referer === here || referer.startsWith(`${here}/`)) result.referer = there + referer.slice(here.length);
    else delete result.referer;
  }
  const cookies = withoutGateCookie(headers.cookie ?? []);
  return cookies === null ? result : { ...result, cookie: cookies };
}

/** The names under which a server may mean itself. */
const ownNames = '(?:localhost|127\\.0\\.0\\.1|\\[::1\\]|0\\.0\\.0\\.0)';

/** Puts the page's origin in the place of the server's, also of its WebSockets. */
function homeward(text: string, { here, port }: TwoOrigins): string {
  const own = new RegExp(`\\b(http|ws)://${ownNames}:${String(port)}(?!\\d)`, 'gi');
  return text.replace(own, (_match, scheme: string) => here.replace(/^http/, scheme.toLowerCase()));
}

/** A redirect to the server's own address leads to the page's; `http://localhost` alone is one of port 80. */
function locationOf(location: string, origins: TwoOrigins): string {
  const bare = new RegExp(`^http://${ownNames}(?=[/?#]|$)`, 'i');
  return origins.port === 80 && bare.test(location)
    ? location.replace(bare, origins.here)
    : homeward(location, origins);
}

/** What the page is told of its server's answer. Cookies count for this origin only. */
export function portResponseHeaders(
  headers: DistinctHeaders,
  origins: TwoOrigins,
  frameAncestor: string | null,
): OutgoingHttpHeaders {
  const result: Record<string, string | string[]> = {};
  for (const [name, values] of endToEndHeaders(headers)) {
    if (!isDropped(name)) result[name] = [...values];
  }
  const cookies = (headers['set-cookie'] ?? []).map(narrowedSetCookie).filter((cookie) => cookie !== null);
  if (cookies.length > 0) result['set-cookie'] = cookies;
  else delete result['set-cookie'];
  const policies = (headers['content-security-policy'] ?? [])
    .map((policy) => homeward(withoutFrameAncestors(policy), origins))
    .filter((policy) => policy !== '');
  result['content-security-policy'] = [...policies, frameAncestors(frameAncestor)];
  result['cross-origin-resource-policy'] = 'same-origin';
  const location = headers.location?.[0];
  if (location !== undefined) result.location = locationOf(location, origins);
  return result;
}

/** An address in absolute form, or `*`, is no path of a page. */
const isPath = (url: string) => url.startsWith('/');

const obstacles: ReadonlySet<Obstacle> = new Set(['link-down', 'refused', 'forbidden', 'encrypted']);
const isOfPort = (obstacle: Obstacle): obstacle is PortObstacle => obstacles.has(obstacle);

/** Carries the web pages behind a port of a host. */
export function portCarrier(target: PortTarget, here: string): Carrier {
  const { port, hostName } = target;
  const origins = { here, port };
  return {
    openingWords: `Opening port ${String(port)} of ${hostName}…`,
    source: () => target,
    routeOf: (url) => (isPath(url) ? { kind: 'forward', path: url } : { kind: 'not-found' }),
    requestHeaders: (headers) => portRequestHeaders(headers, origins),
    responseHeaders: (headers, frameAncestor) => portResponseHeaders(headers, origins, frameAncestor),
    isLasting: () => false,
    whyRefused: async (signal) => ((await speaksTls(target, signal)) ? 'encrypted' : 'refused'),
    obstaclePage: (obstacle, frameAncestor) =>
      portPage(hostName, port, isOfPort(obstacle) ? obstacle : 'refused', frameAncestor),
  };
}
