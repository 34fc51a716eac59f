import type { Profile } from '../../contract/profiles.ts';
import type { Clock } from '../ports.ts';
import type { Credentials } from './credentials.ts';
import type { LinkTimings } from './timings.ts';

/** What a connection is made with. */
export interface ConnectionOptions {
  readonly profile: Profile;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly timings: LinkTimings;
}
