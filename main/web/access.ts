import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const newSecret = () => randomBytes(32).toString('base64url');
const digest = (secret: string) => createHash('sha256').update(secret).digest();

/** Whether `secret` is one of `digests`; takes the same time for every secret. */
function isAmong(secret: string, digests: readonly Buffer[]): boolean {
  const asked = digest(secret);
  let isFound = false;
  for (const known of digests) isFound = timingSafeEqual(asked, known) || isFound;
  return isFound;
}

/**
 * Who may talk to the web shell. An entry token opens it once and is exchanged for a session; both are 256 random bits,
 * live as long as the process and are kept only as digests.
 */
export class Access {
  #entryDigests: Buffer[] = [];
  readonly #sessionDigests: Buffer[] = [];

  /** A fresh token for one entry. */
  issueEntryToken(): string {
    const token = newSecret();
    this.#entryDigests.push(digest(token));
    return token;
  }

  /** Uses up an entry token and returns the secret of a new session, or null for a wrong or used one. */
  enter(token: string): string | null {
    if (!isAmong(token, this.#entryDigests)) return null;
    const used = digest(token);
    this.#entryDigests = this.#entryDigests.filter((known) => !known.equals(used));
    const session = newSecret();
    this.#sessionDigests.push(digest(session));
    return session;
  }

  hasSession(session: string): boolean {
    return isAmong(session, this.#sessionDigests);
  }
}
