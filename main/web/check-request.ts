/** The parts of a request that are looked at before anything else is. */
export interface RequestHead {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly fetchMode: string | undefined;
  readonly isUpgrade: boolean;
}

export type HeadVerdict = 'pass' | 'other-name' | 'refused';

const SAFE_METHODS = ['GET', 'HEAD'];
const OWN_SITES = ['same-origin', 'none'];

/** The name under which the page lives; the editors' names are below it, which makes them one site with the page. */
export const pageName = 'berth.localhost';

const otherNames = ['127.0.0.1', 'localhost'];

/**
 * Decides by the head alone whether a request may be ours. The exact Host defeats DNS rebinding; a present Origin must be
 * ours, and whatever changes something (other methods, WebSockets) must have one. Other sites may link here, so their
 * navigations pass (without the cookie, which is SameSite=Strict); their fetches, frames and images do not.
 */
export function checkRequestHead(head: RequestHead, port: number): HeadVerdict {
  const isChange = head.isUpgrade || !SAFE_METHODS.includes(head.method);
  const isOtherName = otherNames.some((name) => head.host === `${name}:${port}`);
  if (isOtherName && !isChange && head.origin === undefined) return 'other-name';
  if (head.host !== `${pageName}:${port}`) return 'refused';
  if (head.origin === undefined ? isChange : head.origin !== `http://${pageName}:${port}`) return 'refused';
  const isOwnSite = head.fetchSite === undefined || OWN_SITES.includes(head.fetchSite);
  return isOwnSite || (head.fetchMode === 'navigate' && !isChange) ? 'pass' : 'refused';
}
