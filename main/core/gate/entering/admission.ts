import type { Clock } from '../../ports.ts';
import type { Carrier } from '../carrying/carrier.ts';
import type { GateEntry, RestingState } from '../gate.ts';
import { Departures } from '../telling/departures.ts';
import type { Passport } from './checks.ts';
import { gateCookieName } from './cookies.ts';
import { createEntryTickets, type EntryTickets } from './entry-tickets.ts';

/** Path of the entry addresses; no instance's path begins like this. */
export const entryAddressPath = '/.berth/enter';

/**
 * Every origin of Berth is a name under this one, so browsers take the app's page and its editors for one *site*: as
 * another site, an editor in a frame has no storage wherever third-party storage is blocked (any private window).
 */
const berthDomain = 'berth.localhost';

/** What the gate lets tabs into, by whose it is. */
export interface AdmissionKey {
  readonly profileId: string;
  /** The instance's id, or a port's name, which no instance has. */
  readonly name: string;
  readonly place: string;
}

/** One instance or port that the gate lets tabs into. */
export interface Admission extends Passport {
  readonly key: AdmissionKey;
  /** Where its traffic goes and how; replaced when it is admitted again. */
  carrier: Carrier;
  /** Why nothing is let through; null while it is. */
  resting: RestingState | null;
  readonly entry: GateEntry;
  readonly tickets: EntryTickets;
  /** Closes of everything that runs through it right now. */
  readonly running: Set<() => void>;
  readonly departures: Departures;
}

/** How an origin is made: the letter that tells its kind, its random name, and the gate's port. */
export interface OriginParts {
  readonly letter: 'i' | 'p';
  readonly name: string;
  readonly port: number;
}

/** The `Host` of an origin. */
export const hostOfOrigin = ({ letter, name, port }: OriginParts) => `${letter}-${name}.${berthDomain}:${String(port)}`;

/** Lets something in under its name; `path` is where its tabs begin. The cookie is new in every run of the gate. */
export function createAdmission(
  key: AdmissionKey,
  host: string,
  path: string,
  carrier: Carrier,
  edges: { readonly clock: Clock; readonly randomHex: (byteCount: number) => string },
): Admission {
  const origin = `http://${host}`;
  const cookieValue = edges.randomHex(32);
  const tickets = createEntryTickets(edges.clock, edges.randomHex);
  const entry: GateEntry = {
    origin,
    path,
    cookie: { name: gateCookieName, value: cookieValue },
    issueEntryUrl: () => `${origin}${entryAddressPath}?ticket=${tickets.issue()}`,
  };
  const departures = new Departures(edges.clock);
  return { key, carrier, resting: null, entry, host, cookieValue, tickets, running: new Set(), departures };
}

/** Closes everything that runs through an admission. */
export function closeRunning(admission: Admission): void {
  for (const close of admission.running) close();
}
