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

/** The `Set-Cookie` header that lets a tab in. Browsers count localhost names as secure, so `Secure` holds without TLS. */
export function gateSetCookieHeader(value: string): string {
  return `${gateCookieName}=${value}; Path=/; Secure; HttpOnly; SameSite=Strict`;
}
