import { isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Result } from '../../contract/failure.ts';
import type { HostStatus } from '../../contract/hosts.ts';
import { type Host, placeOf } from '../host.ts';
import { ChannelRefusedError, type Link, LinkLostError } from '../ssh/link.ts';

/** Finds a host by profile, connected or not. */
export type FindKnownHost = (profileReference: string) => Promise<Result<Host>>;

/**
 * The way to one port of one host that outlives its links. A profile's link is another one after a change of how the host is
 * reached; a profile that leads to another host is another way.
 */
export class HostWay {
  readonly #findHost: FindKnownHost;
  readonly #profileId: string;
  readonly #place: string;
  readonly #addresses: readonly string[];
  #link: Link;
  /** Development servers listen on one of the two loopbacks; the one that answered is asked first. */
  #lastAddress: string;

  constructor(findHost: FindKnownHost, host: Host, address: string | null) {
    this.#findHost = findHost;
    this.#profileId = host.profile.id;
    this.#place = placeOf(host.profile);
    this.#link = host.link;
    this.#addresses = address === null ? ['127.0.0.1', '::1'] : [address];
    this.#lastAddress = this.#addresses[0] ?? '127.0.0.1';
  }

  status(): HostStatus {
    return this.#link.status();
  }

  /** Whether the link is up, or comes up within `waitMs`; answers at once when nobody brings it up. */
  async whenReachable(waitMs: number): Promise<boolean> {
    await this.takePresentLink();
    return (await this.#link.whenConnected(waitMs)).ok;
  }

  /** Opens a connection from the host to the port; rejects as a link's `forward` does. */
  async open(port: number): Promise<Duplex> {
    if (this.#link.status().state !== 'connected') await this.takePresentLink();
    const others = this.#addresses.filter((address) => address !== this.#lastAddress);
    let refusal: unknown = null;
    for (const address of [this.#lastAddress, ...others]) {
      try {
        const channel = await this.#link.forward(address, port);
        this.#lastAddress = address;
        return channel;
      } catch (error) {
        // A host may forbid the other loopback alone, which says nothing about the first refusal.
        refusal ??= error;
        const isNobodyThere = error instanceof ChannelRefusedError && error.reason === 'connect-failed';
        if (!isNobodyThere && !isIPv6(address)) throw error;
      }
    }
    throw refusal;
  }

  /** Looks which link the host has by now; rejects when the profile is gone or leads to another host. */
  async takePresentLink(): Promise<void> {
    const host = await this.#findHost(this.#profileId);
    if (!host.ok) throw new LinkLostError(host.failure.message);
    if (placeOf(host.value.profile) !== this.#place) throw new LinkLostError('the profile leads to another host');
    this.#link = host.value.link;
  }
}
