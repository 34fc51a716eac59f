import type { Failure, Result } from '../../contract/failure.ts';
import { fail, succeed } from '../../contract/failure.ts';
import type { Profile } from '../../contract/profiles.ts';
import type { AttemptWatch } from '../ssh/attempt/attempt-watch.ts';
import type { Link } from '../ssh/link.ts';
import { isRetriable } from '../ssh/staying/link-machine.ts';
import { DialFailure } from '../ssh/way/dial-failure.ts';
import { type Dial, dialTcp } from '../ssh/way/dial-tcp.ts';
import { dialThrough } from '../ssh/way/dial-through.ts';
import type { Aim, Way } from '../ssh/way/way.ts';
import { type Chain, chainOf } from './chain.ts';
import type { ProfileSources } from './effective-profile.ts';

/** What a way needs of the registry. */
export interface WayParts {
  readonly sources: ProfileSources;
  /** The one link of a host on the way. */
  readonly linkOf: (jump: Profile) => Promise<Result<Link>>;
  /** Told what the host's profile is at this moment; false when that is another place, to which this link must not go. */
  readonly take: (profile: Profile) => boolean;
}

/** A way that depends on other profiles or on `~/.ssh/config`. */
export class WayOverHosts implements Way {
  /** Id of the profile that the last attempt went through. */
  throughProfileId: string | null = null;
  readonly #profileId: string;
  readonly #parts: WayParts;
  #isHurried = false;
  #through: Link | null = null;
  /** Set while an attempt waits for it. */
  #awaited: Link | null = null;

  constructor(profileId: string, parts: WayParts) {
    this.#profileId = profileId;
    this.#parts = parts;
  }

  async find(signal: AbortSignal, watch: AttemptWatch): Promise<Result<Aim>> {
    const isHurried = this.#isHurried;
    this.#isHurried = false;
    const chain = await chainOf(this.#profileId, this.#parts.sources);
    if (!chain.ok) return chain;
    const [profile, jump] = chain.value;
    if (!this.#parts.take(profile)) return movedElsewhere(profile);
    // Until the link on the way is known: a host that is dropped for a change takes with it only what went over the old one.
    this.throughProfileId = null;
    this.#through = null;
    if (jump === undefined) return succeed({ profile, dial: namingTheFile(profile, dialTcp(profile)) });
    const link = await this.#parts.linkOf(jump);
    if (!link.ok) return link;
    this.throughProfileId = jump.id;
    this.#through = link.value;
    watch.onDialling(`The way leads over ${namesOf(chain.value)}.`);
    const about = { profileId: jump.id, name: jump.name };
    const up = await this.#whenUp(link.value, isHurried, signal);
    if (!up.ok) return { ok: false, failure: { ...up.failure, jump: up.failure.jump ?? about } };
    return succeed({ profile, dial: dialThrough({ ...about, link: link.value }, profile) });
  }

  hurry(): void {
    // Not kept when it is done at once: a later attempt that nobody asked for would try a failed login again.
    if (this.#awaited) void this.#awaited.connect();
    else this.#isHurried = true;
  }

  wake(): void {
    this.#through?.wake();
  }

  /**
   * A link that is being built, or that waits for its own next attempt, is waited for, so that many hosts behind one that is
   * away do not dial it in turns. One that failed for good is tried again only when a person asks.
   */
  async #whenUp(link: Link, isHurried: boolean, signal: AbortSignal): Promise<Result<unknown>> {
    // Whoever disconnects a host may mean the one on its way too, which must not be brought up for an attempt that is over.
    if (signal.aborted) return givenUp();
    const { state, failure } = link.status();
    const isAtRest = state === 'disconnected' || state === 'failed';
    if (state === 'failed' && failure && !isHurried && !isRetriable(failure)) return { ok: false, failure };
    this.#awaited = link;
    try {
      const settled = isAtRest || isHurried ? link.connect() : whenSettled(link, signal);
      return await Promise.race([settled, whenAborted(signal)]);
    } finally {
      this.#awaited = null;
    }
  }
}

/** Resolves once the link is up, or is not tried any more; an abort only ends the listening. */
function whenSettled(link: Link, signal: AbortSignal): Promise<Result<unknown>> {
  return new Promise((resolve) => {
    const look = () => {
      const { state, failure } = link.status();
      if (state === 'connecting' || state === 'reconnecting') return;
      stopListening();
      signal.removeEventListener('abort', stopListening);
      if (state === 'connected') resolve(succeed(null));
      else resolve(state === 'failed' && failure ? { ok: false, failure } : givenUp());
    };
    const stopListening = link.onDidChangeStatus(look);
    signal.addEventListener('abort', stopListening, { once: true });
    look();
  });
}

function whenAborted(signal: AbortSignal): Promise<Result<never>> {
  if (signal.aborted) return Promise.resolve(givenUp());
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(givenUp()), { once: true }));
}

function givenUp(): { readonly ok: false; readonly failure: Failure } {
  return fail('disconnected', 'session', 'The server on the way was disconnected.', 'Connect again.');
}

function movedElsewhere({ name, sshConfigHost }: Profile): { readonly ok: false; readonly failure: Failure } {
  return fail(
    'disconnected',
    'input',
    `~/.ssh/config names another place for "${sshConfigHost ?? name}" than the one ${name} was connected to.`,
    'Connect again if the new place is the right one.',
  );
}

/** In the order of travel, as people say it. */
function namesOf([, ...jumps]: Chain): string {
  return jumps
    .map(({ name }) => name)
    .reverse()
    .join(' and ');
}

/** A name that the file does not know is its own address, and where nobody knows that either, the file is what to look at. */
function namingTheFile(profile: Profile, dial: Dial): Dial {
  if (profile.sshConfigHost !== profile.address) return dial;
  return async (signal) => {
    try {
      return await dial(signal);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOTFOUND')) throw error;
      const message = `~/.ssh/config names no address for "${profile.address}", and there is no server of that name.`;
      throw new DialFailure(
        fail('unreachable', 'input', message, 'Edit the server, or correct the name in ~/.ssh/config.').failure,
      );
    }
  };
}
