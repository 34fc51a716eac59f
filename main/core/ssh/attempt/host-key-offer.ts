/** A key exchange offer is 2 KB; what comes before it is the greeting. */
const maximumBytes = 80 * 1024;
const keyExchangeInit = 20;

/** Reads along until the host has named the kinds of host keys it has; ssh2 says only that none is in common. */
export class HostKeyOffer {
  #heard: Buffer = Buffer.alloc(0);
  #kinds: readonly string[] | null = null;

  /** Whether all that the host can show are certificates, which need an authority to be checked. */
  get isOnlyCertificates(): boolean {
    return this.#kinds !== null && this.#kinds.length > 0 && this.#kinds.every((kind) => kind.includes('-cert-v0'));
  }

  read(chunk: Buffer): void {
    if (this.#kinds !== null || this.#heard.length > maximumBytes) return;
    this.#heard = Buffer.concat([this.#heard, chunk]);
    this.#kinds = hostKeyKinds(this.#heard);
    if (this.#kinds !== null) this.#heard = Buffer.alloc(0);
  }
}

/** The second name list of the first packet after the version line (RFC 4253 §7.1); null until it is all there. */
function hostKeyKinds(heard: Buffer): readonly string[] | null {
  const version = /(?:^|\n)SSH-[^\n]*\n/.exec(heard.toString('latin1'));
  if (version === null) return null;
  // Length of the packet and of its padding, the number of the message, a cookie.
  const message = version.index + version[0].length + 5;
  if (heard.length > message && heard[message] !== keyExchangeInit) return [];
  const first = message + 17;
  if (heard.length < first + 4) return null;
  const second = first + 4 + heard.readUInt32BE(first);
  if (heard.length < second + 4) return null;
  const end = second + 4 + heard.readUInt32BE(second);
  return heard.length < end
    ? null
    : heard
        .toString('latin1', second + 4, end)
        .split(',')
        .filter(Boolean);
}
