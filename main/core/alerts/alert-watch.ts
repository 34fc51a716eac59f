import type { Logger } from 'pino';
import type { AlertEntry } from '../../contract/alerts.ts';
import type { Failure } from '../../contract/failure.ts';
import { type Host, placeOf } from '../host.ts';
import type { Clock } from '../ports.ts';
import { type ToldLook, toldLook } from './told-alerts.ts';

/** A host looks at most once a minute, so more often nothing is learned. */
const lookEveryMs = 60_000;
/** A host that heard from an agent has noted what it warns of by then. */
const noteMs = 1_500;
/** An entry that is older by the host's own clock was made while nobody here listened. */
const pastAfterMs = 150_000;

/** What a listener hears. */
export type AlertNews =
  | { readonly type: 'entry'; readonly profileId: string; readonly entry: AlertEntry; readonly isPast: boolean }
  | { readonly type: 'raised'; readonly profileId: string; readonly raised: AlertEntry[] }
  | { readonly type: 'failed'; readonly profileId: string; readonly failure: Failure };

type Listener = (news: AlertNews) => void;

/** What is known of the alerts of a host. */
interface Known {
  /** Where the profile led; another host counts its own entries. */
  readonly place: string;
  /** Entries up to this one were told; null before the first look, which tells none: they are no news to anybody. */
  lastNumber: number | null;
  raised: AlertEntry[];
  toldRaised: string;
  failure: Failure | null;
  isLooking: boolean;
  /** Somebody wanted to know while a look was under way, which may have begun too early to see it. */
  isDueAgain: boolean;
}

/** What the watch is made of. */
export interface AlertWatchParts {
  /** Every host that was used, linked or not. */
  readonly hosts: () => readonly Host[];
  readonly onDidChangeStatus: (
    listener: (status: { readonly profileId: string; readonly state: string }) => void,
  ) => () => void;
  /** Tells of a host on which an agent entered another state, which it may warn of. */
  readonly onDidChangeAgents?: (listener: (profileId: string) => void) => () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Asks all linked hosts what they warn of while anybody listens: once a minute, at once after a (re)connect, and soon after an
 * agent there entered another state. Entries have numbers, so each is told once, whatever the link did meanwhile.
 */
export class AlertWatch {
  readonly #parts: AlertWatchParts;
  readonly #listeners = new Set<Listener>();
  readonly #known = new Map<string, Known>();
  #cancelTimer: () => void = () => undefined;
  #unsubscribe: () => void = () => undefined;
  #unsubscribeAgents: () => void = () => undefined;

  constructor(parts: AlertWatchParts) {
    this.#parts = parts;
  }

  /** Tells what is raised on each linked host, then what is news. Returns the end of it. */
  listen(listener: Listener): () => void {
    for (const [profileId, { raised, lastNumber, failure }] of this.#known) {
      if (lastNumber !== null) listener({ type: 'raised', profileId, raised });
      if (failure !== null) listener({ type: 'failed', profileId, failure });
    }
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#begin();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#cancelTimer();
      this.#unsubscribe();
      this.#unsubscribeAgents();
    };
  }

  #begin(): void {
    this.#unsubscribe = this.#parts.onDidChangeStatus(({ profileId, state }) => {
      const host = state === 'connected' && this.#parts.hosts().find(({ profile }) => profile.id === profileId);
      if (host) void this.look(host);
    });
    this.#unsubscribeAgents =
      this.#parts.onDidChangeAgents?.((profileId) => {
        this.#parts.clock.after(noteMs, () => {
          const host = this.#parts.hosts().find(({ profile }) => profile.id === profileId);
          if (host) void this.look(host);
        });
      }) ?? (() => undefined);
    this.#lookAtAll();
  }

  #lookAtAll(): void {
    const hosts = this.#parts.hosts();
    for (const id of this.#known.keys()) if (!hosts.some(({ profile }) => profile.id === id)) this.#known.delete(id);
    for (const host of hosts) void this.look(host);
    this.#cancelTimer = this.#parts.clock.after(lookEveryMs, () => this.#lookAtAll());
  }

  /** Looks at one host now, or once more after the look that is under way, if its link is up. */
  async look(host: Host): Promise<void> {
    const profileId = host.profile.id;
    if (this.#listeners.size === 0 || host.link.status().state !== 'connected') return;
    const known = this.#knownOf(host);
    if (known.isLooking) {
      known.isDueAgain = true;
      return;
    }
    known.isLooking = true;
    known.isDueAgain = false;
    try {
      // Before the first look only what is raised counts, and that comes with every answer.
      const args = ['--after', String(known.lastNumber ?? 0)];
      const answer = await host.remote.call('alerts-look', args, toldLook);
      if (this.#known.get(profileId) !== known) return;
      if (answer.ok) this.#take(profileId, known, answer.value);
      // A link that was lost is told by the link itself.
      else if (answer.failure.kind !== 'link-lost') this.#fail(profileId, known, answer.failure);
    } catch (error) {
      this.#parts.logger.warn({ error, profileId }, 'the alerts of a host could not be asked for');
    } finally {
      known.isLooking = false;
    }
    if (known.isDueAgain) void this.look(host);
  }

  #knownOf({ profile }: Host): Known {
    const place = placeOf(profile);
    const before = this.#known.get(profile.id);
    if (before?.place === place) return before;
    const known: Known = {
      place,
      lastNumber: null,
      raised: [],
      toldRaised: '',
      failure: null,
      isLooking: false,
      isDueAgain: false,
    };
    this.#known.set(profile.id, known);
    return known;
  }

  #take(profileId: string, known: Known, { raised, entries, lastNumber, nowMs }: ToldLook): void {
    const { lastNumber: before, failure } = known;
    known.lastNumber = lastNumber;
    known.failure = null;
    // A home that was made anew counts from 1 again; what it tells then is no news either.
    if (before !== null && lastNumber >= before) {
      for (const entry of entries.toReversed()) {
        if (entry.number <= before) continue;
        this.#tell({ type: 'entry', profileId, entry, isPast: nowMs - entry.atMs > pastAfterMs });
      }
    }
    known.raised = raised;
    const told = JSON.stringify(raised);
    // After a failure it is told again, which says that the failure is over.
    if (before !== null && failure === null && told === known.toldRaised) return;
    known.toldRaised = told;
    this.#tell({ type: 'raised', profileId, raised });
  }

  #fail(profileId: string, known: Known, failure: Failure): void {
    if (JSON.stringify(failure) === JSON.stringify(known.failure)) return;
    known.failure = failure;
    this.#tell({ type: 'failed', profileId, failure });
  }

  #tell(news: AlertNews): void {
    for (const listener of this.#listeners) listener(news);
  }
}
