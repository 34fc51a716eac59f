import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Result } from '../../contract/failure.ts';
import type { HostStatus } from '../../contract/hosts.ts';
import { connectsAlike, type Profile } from '../../contract/profiles.ts';
import { type Host, placeOf } from '../host.ts';
import type { Remote } from '../remote/remote.ts';
import type { Link } from '../ssh/link.ts';
import { straightWay, type Way } from '../ssh/way/way.ts';
import { effectiveProfile, type ProfileSources } from './effective-profile.ts';
import { WayOverHosts } from './way-over-hosts.ts';

/** What the registry is made of. */
export interface HostRegistryParts {
  readonly sources: ProfileSources;
  /** `name` tells what the host is called at the moment; a link outlives its profile's name. */
  readonly createLink: (profile: Profile, way: Way, name: () => string) => Link;
  readonly createRemote: (link: Link, profile: Profile) => Remote;
  /** Told when a profile that was used leads elsewhere; what belongs to the old place must not pass to the other. */
  readonly onDidMove: (before: Profile) => void;
}

/** A host and the way its link takes. */
interface KnownHost extends Host {
  readonly way: Way;
}

/** One host per profile, made on first use and kept, so that everybody shares one link. */
export class HostRegistry {
  readonly #parts: HostRegistryParts;
  readonly #hosts = new Map<string, KnownHost>();
  readonly #listeners = new Set<(status: HostStatus) => void>();

  constructor(parts: HostRegistryParts) {
    this.#parts = parts;
  }

  /** The host of a profile, connected or not. Its profile is what counts now, with what `~/.ssh/config` says. */
  async find(reference: string): Promise<Result<Host>> {
    const saved = await this.#parts.sources.findProfile(reference);
    if (!saved.ok) return saved;
    const profile = await this.effective(saved.value);
    // Another process, or the user's editor, may have changed it; what is shown must be what is acted on.
    await this.#take(profile);
    return { ok: true, value: this.#hostOf(profile) };
  }

  /** The host of a profile, connected; or why it cannot be. */
  async findConnected(reference: string): Promise<Result<Host>> {
    const host = await this.find(reference);
    if (!host.ok) return host;
    const connected = await host.value.link.connect();
    return connected.ok ? host : connected;
  }

  /** A saved profile as it counts now; where `~/.ssh/config` does not tell, as it counted before. */
  async effective(saved: Profile): Promise<Profile> {
    const now = await effectiveProfile(saved, this.#parts.sources);
    return now.ok ? now.value.profile : (this.#hosts.get(saved.id)?.profile ?? saved);
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
  async follow(saved: Profile): Promise<void> {
    if (this.#hosts.has(saved.id)) await this.#take(await this.effective(saved));
  }

  /** Drops the host of a changed or removed profile, those reached over it first; the next use makes a new one. */
  async forget(profileId: string): Promise<void> {
    const host = this.#hosts.get(profileId);
    if (host === undefined) return;
    this.#hosts.delete(profileId);
    await Promise.all(this.#dependents(profileId).map((dependent) => this.forget(dependent.profile.id)));
    host.remote.dispose();
    await host.link.dispose();
  }

  /** Closes the link of a profile at a user's wish; those that go over it are closed first, and stay closed like it. */
  async disconnect(profileId: string): Promise<void> {
    await Promise.all(this.#dependents(profileId).map((dependent) => this.disconnect(dependent.profile.id)));
    await this.#hosts.get(profileId)?.link.disconnect();
  }

  async dispose(): Promise<void> {
    while (this.#hosts.size > 0) {
      const ids = [...this.#hosts.keys()];
      const last = ids.filter((id) => this.#dependents(id).length === 0);
      await Promise.all((last.length > 0 ? last : ids).map((id) => this.forget(id)));
    }
    this.#listeners.clear();
  }

  /** The hosts that are reached over this one. */
  #dependents(profileId: string): readonly KnownHost[] {
    return [...this.#hosts.values()].filter(({ way }) => throughOf(way) === profileId);
  }

  async #take(profile: Profile): Promise<void> {
    const known = this.#hosts.get(profile.id);
    if (known === undefined || isDeepStrictEqual(known.profile, profile)) return;
    if (connectsAlike(known.profile, profile)) {
      this.#hosts.set(profile.id, { ...known, profile });
      return;
    }
    if (placeOf(known.profile) !== placeOf(profile)) this.#parts.onDidMove(known.profile);
    await this.forget(profile.id);
  }

  #hostOf(profile: Profile): Host {
    const known = this.#hosts.get(profile.id);
    if (known !== undefined) return known;
    const way = this.#wayOf(profile);
    const name = () => this.#hosts.get(profile.id)?.profile.name ?? profile.name;
    const link = this.#parts.createLink(profile, way, name);
    const remote = this.#parts.createRemote(link, profile);
    this.#hosts.set(profile.id, { profile, link, remote, way });
    let before = link.status().state;
    link.onDidChangeStatus((status) => {
      const isNewlyUp = status.state === 'connected' && before !== 'connected';
      before = status.state;
      for (const listener of this.#listeners) listener(status);
      if (isNewlyUp) this.#onUp(profile, remote);
    });
    return this.#hosts.get(profile.id) ?? { profile, link, remote };
  }

  #wayOf(profile: Profile): Way {
    if (profile.sshConfigHost === null && profile.jumpProfileId === null) return straightWay(profile);
    return new WayOverHosts(profile.id, {
      sources: this.#parts.sources,
      linkOf: async (jump) => {
        const host = await this.find(jump.id);
        return host.ok ? { ok: true, value: host.value.link } : host;
      },
      take: (effective) => this.#takeOnTheWay(effective),
    });
  }

  /** An attempt goes on with another key or way; another place is left to the next use, which makes a link of its own. */
  #takeOnTheWay(profile: Profile): boolean {
    const known = this.#hosts.get(profile.id);
    if (known === undefined) return true;
    if (placeOf(known.profile) === placeOf(profile)) {
      this.#hosts.set(profile.id, { ...known, profile });
      return true;
    }
    void this.#take(profile);
    return false;
  }

  /** What waits for this host need not wait longer. */
  #onUp({ id, isAgentForwarded }: Profile, remote: Remote): void {
    // The agent's socket on the host has another name with each connection; any call lets the scripts find it. One that fails
    // is no news: whoever asks the host next is told why.
    if (isAgentForwarded) remote.call('hello', [], z.unknown()).catch(() => undefined);
    for (const { link } of this.#dependents(id)) {
      const { state, nextAttemptAtMs, failure } = link.status();
      if (state === 'reconnecting' && nextAttemptAtMs !== null) link.wake();
      else if (state === 'failed' && failure?.jump?.profileId === id) void link.connect();
    }
  }
}

function throughOf(way: Way): string | null {
  return way instanceof WayOverHosts ? way.throughProfileId : null;
}
