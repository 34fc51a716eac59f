import { createHash } from 'node:crypto';
import type { Clock } from '../../ports.ts';

/** How long a ticket may be used, milliseconds. */
export const ticketLifeMs = 30_000;
const maxOpenTickets = 64;

/** The one-shot tickets of one instance. */
export interface EntryTickets {
  issue(): string;
  /** True once per ticket, and only within its life. */
  redeem(ticket: string): boolean;
}

/** Tickets are kept as hashes, so that looking one up takes no time that depends on its text. */
const digest = (ticket: string) => createHash('sha256').update(ticket).digest('hex');

export function createEntryTickets(clock: Clock, randomHex: (byteCount: number) => string): EntryTickets {
  const issuedAtMs = new Map<string, number>();

  const isAlive = (issuedMs: number) => {
    const ageMs = clock.nowMs() - issuedMs;
    return ageMs >= 0 && ageMs <= ticketLifeMs;
  };

  const prune = () => {
    for (const [key, issuedMs] of issuedAtMs) {
      if (!isAlive(issuedMs) || issuedAtMs.size >= maxOpenTickets) issuedAtMs.delete(key);
    }
  };

  return {
    issue() {
      prune();
      const ticket = randomHex(32);
      issuedAtMs.set(digest(ticket), clock.nowMs());
      return ticket;
    },
    redeem(ticket) {
      const key = digest(ticket);
      const issuedMs = issuedAtMs.get(key);
      issuedAtMs.delete(key);
      return issuedMs !== undefined && isAlive(issuedMs);
    },
  };
}
