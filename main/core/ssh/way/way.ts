import type { Result } from '../../../contract/failure.ts';
import { succeed } from '../../../contract/failure.ts';
import type { Profile } from '../../../contract/profiles.ts';
import type { AttemptWatch } from '../attempt/attempt-watch.ts';
import type { Dial } from './dial-tcp.ts';
import { dialTcp } from './dial-tcp.ts';

/** What one attempt goes for. */
export interface Aim {
  /** Whom it reaches, and with what: the profile as it counts at this moment. */
  readonly profile: Profile;
  /** The last part of the way, which is all that a time limit is meant for. */
  readonly dial: Dial;
}

/** The way to a host, found anew before each attempt. */
export interface Way {
  /**
   * Finds out what to dial, with the hosts on the way connected by then. That may take as long as a person needs for a
   * question; an abort ends the wait and leaves those hosts alone.
   */
  find(signal: AbortSignal, watch: AttemptWatch): Promise<Result<Aim>>;
  /** Somebody waits for the host, so hosts on the way that wait for their next attempt try at once. */
  hurry(): void;
  /** Hosts on the way look at once whether they still live; for after sleep or a change of network. */
  wake(): void;
}

/** The way that leads straight to where the profile says. */
export function straightWay(profile: Profile, dial: Dial = dialTcp(profile)): Way {
  return { find: async () => succeed({ profile, dial }), hurry: () => {}, wake: () => {} };
}
