import { timingSafeEqual } from 'node:crypto';

/** Name of the gate's own cookie; its value is a secret of one instance and one run of the gate. */
export const gateCookieName = 'berth-gate';

const nameOf = (pair: string) => pair.split('=', 1)[0]?.trim() ?? '';

const pairsOf = (cookieHeaders: readonly string[]) =>
  cookieHeaders
    .flatMap((header) => header.split(';'))
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '');

/** Compares two secrets in a time that tells nothing about where they differ. */
function isSameSecret(offered: string, expected: string): boolean {
  const left = Buffer.from(offered);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Whether one of the request's cookies is the gate's, with the right value. */
export function hasGateCookie(cookieHeaders: readonly string[], expectedValue: string): boolean {
  return pairsOf(cookieHeaders)
    .filter((pair) => nameOf(pair) === gateCookieName)
    .some((pair) => isSameSecret(pair.slice(pair.indexOf('=') + 1), expectedValue));
}

/** The cookies of a request without the gate's own, as one header; null when there is none. */
export function withoutGateCookie(cookieHeaders: readonly string[]): string | null {
  const others = pairsOf(cookieHeaders).filter((pair) => nameOf(pair) !== gateCookieName);
  return others.length === 0 ? null : others.join('; ');
}

/** A far end's `Set-Cookie` for the origin that asked, and no other; null for one that would take the gate's own place. */
export function narrowedSetCookie(header: string): string | null {
  const [pair = '', ...attributes] = header.split(';');
  if (nameOf(pair) === gateCookieName) return null;
  return [pair, ...attributes.filter((attribute) => !/^\s*domain\s*(=|$)/i.test(attribute))].join(';');
}

/** The `Set-Cookie` header that lets a tab in. Browsers count localhost names as secure, so `Secure` holds without TLS. */
export function gateSetCookieHeader(value: string): string {
  return `${gateCookieName}=${value}; Path=/; Secure; HttpOnly; SameSite=Strict`;
}
