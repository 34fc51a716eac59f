import { hasGateCookie } from './cookies.ts';

/** The check a request failed; they are made in this order. */
export type Refusal = 'host' | 'origin' | 'fetch-site' | 'cookie';

/** Request headers as node:http gives them in `headersDistinct`: every value of every name. */
export type DistinctHeaders = Readonly<Record<string, readonly string[] | undefined>>;

/** What a request must match. */
export interface Passport {
  /** `i-<32 hex>.berth.localhost:<port>`. */
  readonly host: string;
  readonly cookieValue: string;
}

const only = (values: readonly string[] | undefined) => (values?.length === 1 ? (values[0] ?? null) : null);

/** The one value of the `Host` header; null when there is none, or several. */
export function hostOf(headers: DistinctHeaders): string | null {
  return only(headers.host);
}

function hasForeignOrigin(headers: DistinctHeaders, host: string): boolean {
  return headers.origin !== undefined && only(headers.origin) !== `http://${host}`;
}

function isFetchedFromElsewhere(headers: DistinctHeaders): boolean {
  const site = headers['sec-fetch-site'];
  return site !== undefined && !['same-origin', 'none'].includes(only(site) ?? '');
}

/** Checks a request or upgrade; null means that it may pass. */
export function refusalOf(headers: DistinctHeaders, passport: Passport): Refusal | null {
  if (hostOf(headers) !== passport.host) return 'host';
  if (hasForeignOrigin(headers, passport.host)) return 'origin';
  if (isFetchedFromElsewhere(headers)) return 'fetch-site';
  if (!hasGateCookie(headers.cookie ?? [], passport.cookieValue)) return 'cookie';
  return null;
}

/**
 * Checks a request to the entry address, all but its ticket. The web shell's frame arrives from the app's origin, so a
 * same-site navigation of a frame or a tab is welcome here, and only here; scripts, images, forms and other sites are not.
 */
export function entryRefusalOf(headers: DistinctHeaders, host: string): Refusal | null {
  if (hostOf(headers) !== host) return 'host';
  if (hasForeignOrigin(headers, host)) return 'origin';
  if (!isFetchedFromElsewhere(headers)) return null;
  const isNavigation = only(headers['sec-fetch-mode']) === 'navigate' && isDocumentRequest(headers);
  return isNavigation && only(headers['sec-fetch-site']) === 'same-site' ? null : 'fetch-site';
}

/** Whether the answer will be shown as a page, in a tab or a frame. */
export function isDocumentRequest(headers: DistinctHeaders): boolean {
  return ['document', 'iframe'].includes(only(headers['sec-fetch-dest']) ?? '');
}
