import { isDeepStrictEqual } from 'node:util';
import type { Result } from '../../contract/failure.ts';
import type { HostStatus } from '../../contract/hosts.ts';
import type { Profile } from '../../contract/profiles.ts';
import type { Host } from '../host.ts';
import type { Remote } from '../remote/remote.ts';
import type { Link } from '../ssh/link.ts';

/** What the registry is made of. */
export interface HostRegistryParts {
  readonly findProfile: (reference: string) => Promise<Result<Profile>>;
  readonly createLink: (profile: Profile) => Link;
  readonly createRemote: (link: Link) => Remote;
}

/** One host per profile, made on first use and kept, so that everybody shares one link. */
export class HostRegistry {
  readonly #parts: HostRegistryParts;
  readonly #hosts = new Map<string, Host>();
  readonly #listeners = new Set<(status: HostStatus) => void>();

  constructor(parts: HostRegistryParts) {
    this.#parts = parts;
  }

  /** The host of a profile, connected or not. */
  async find(reference: string): Promise<Result<Host>> {
    const profile = await this.#parts.findProfile(reference);
    if (!profile.ok) return profile;
    const known = this.#hosts.get(profile.value.id);
    // Another process may have changed the profile; what is shown must be what is acted on.
    if (known !== undefined && !isDeepStrictEqual(known.profile, profile.value)) await this.follow(profile.value);
    return { ok: true, value: this.#hostOf(profile.value) };
  }

  /** The host of a profile, connected; or why it cannot be. */
  async findConnected(reference: string): Promise<Result<Host>> {
    const host = await this.find(reference);
    if (!host.ok) return host;
    const connected = await host.value.link.connect();
    return connected.ok ? host : connected;
  }

  /** Every host that was used, for watching and waking. */
  all(): readonly Host[] {
    return [...this.#hosts.values()];
  }

  onDidChangeStatus(listener: (status: HostStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes a changed profile over; the link stays when the change has nothing to do with how the host is reached. */
  async follow(profile: Profile): Promise<void> {
    const known = this.#hosts.get(profile.id);
    if (known === undefined) return;
    if (isDeepStrictEqual(linkPartOf(known.profile), linkPartOf(profile))) {
      this.#hosts.set(profile.id, { ...known, profile });
    } else await this.forget(profile.id);
  }

  /** Drops the host of a changed or removed profile; the next use makes a new one. */
  async forget(profileId: string): Promise<void> {
    const host = this.#hosts.get(profileId);
    if (host === undefined) return;
    this.#hosts.delete(profileId);
    host.remote.dispose();
    await host.link.dispose();
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#hosts.keys()].map((profileId) => this.forget(profileId)));
    this.#listeners.clear();
  }

  #hostOf(profile: Profile): Host {
    const known = this.#hosts.get(profile.id);
    if (known !== undefined) return known;
    const link = this.#parts.createLink(profile);
    const host: Host = { profile, link, remote: this.#parts.createRemote(link) };
    this.#hosts.set(profile.id, host);
    link.onDidChangeStatus((status) => {
      for (const listener of this.#listeners) listener(status);
    });
    return host;
  }
}

/** What a link is made of. */
function linkPartOf({ portFirst: _first, portLast: _last, repositoryRoots: _roots, ...linkPart }: Profile): object {
  return linkPart;
}
