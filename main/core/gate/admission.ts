import type { Clock } from '../ports.ts';
import type { Passport } from './checks.ts';
import { gateCookieName } from './cookies.ts';
import { Departures } from './departures.ts';
import { createEntryTickets, type EntryTickets } from './entry-tickets.ts';
import type { GateEntry, GateTarget, RestingState } from './gate.ts';

/** Path of the entry addresses; no instance's path begins like this. */
export const entryAddressPath = '/.berth/enter';

/**
 * Every origin of Berth is a name under this one, so browsers take the app's page and its editors for one *site*: as
 * another site, an editor in a frame has no storage wherever third-party storage is blocked (any private window).
 */
const berthDomain = 'berth.localhost';

/** One instance that the gate lets tabs into. */
export interface Admission extends Passport {
  /** Where its traffic goes; replaced when the instance is admitted again. */
  target: GateTarget;
  /** Why nothing is let through; null while it is. */
  resting: RestingState | null;
  readonly entry: GateEntry;
  readonly tickets: EntryTickets;
  /** Closes of everything that runs through it right now. */
  readonly running: Set<() => void>;
  readonly departures: Departures;
}

/** Lets an instance in under its name; the cookie is new in every run of the gate. */
export function createAdmission(
  target: GateTarget,
  originName: string,
  port: number,
  edges: { readonly clock: Clock; readonly randomHex: (byteCount: number) => string },
): Admission {
  const host = `i-${originName}.${berthDomain}:${String(port)}`;
  const origin = `http://${host}`;
  const cookieValue = edges.randomHex(32);
  const tickets = createEntryTickets(edges.clock, edges.randomHex);
  const entry: GateEntry = {
    origin,
    path: `/vscode/${target.instanceId}/`,
    cookie: { name: gateCookieName, value: cookieValue },
    issueEntryUrl: () => `${origin}${entryAddressPath}?ticket=${tickets.issue()}`,
  };
  const departures = new Departures(edges.clock);
  return { target, resting: null, entry, host, cookieValue, tickets, running: new Set(), departures };
}

/** Closes everything that runs through an admission. */
export function closeRunning(admission: Admission): void {
  for (const close of admission.running) close();
}
