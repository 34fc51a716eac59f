import type { Result } from '../contract/failure.ts';
import type { Profile } from '../contract/profiles.ts';
import type { Remote } from './remote/remote.ts';
import type { Link } from './ssh/link.ts';

/** One host as the capabilities see it: its profile, its link, its scripts. */
export interface Host {
  readonly profile: Profile;
  readonly link: Link;
  readonly remote: Remote;
}

/** Whom a profile reaches; what belongs to one host and user must not pass to another when the profile is changed. */
export function placeOf({ user, address, port }: Pick<Profile, 'user' | 'address' | 'port'>): string {
  return `${user}@${address}:${port}`;
}

/** Whether two profiles reach the same user of the same host. */
export function isSameHost(one: Profile, other: Profile): boolean {
  return one.id === other.id || placeOf(one) === placeOf(other);
}

/** Finds a host by profile id or name and connects to it if needed. */
export type FindHost = (profileReference: string) => Promise<Result<Host>>;
