import type { BaseAgent, IdentityCallback, ParsedKey, SignCallback, SigningRequestOptions } from 'ssh2';
import ssh2 from 'ssh2';

/** sshd closes after 6 attempts by default (MaxAuthTries), some hosts after 3. */
const maxOfferedKeys = 3;

type AgentKey = string | Buffer | ParsedKey;

/** An SSH agent that offers few keys, the profile's own first, and remembers how far it came for the failure's sentence. */
export class BoundedAgent extends ssh2.BaseAgent {
  /** A question to the agent is open; a login that runs out of time now waits for the agent, not for the host. */
  isWaiting = false;
  /** Keys the agent holds; null before it answered. */
  keyCount: number | null = null;
  /** It would not sign with a key that the host had taken: it is locked, or somebody said no. */
  hasRefused = false;
  readonly #agent: BaseAgent;
  readonly #preferred: Buffer | null;
  /** Keys a host took as one step already; none counts twice. */
  #setAside: readonly Buffer[] = [];
  #lastSigned: Buffer | null = null;

  /** `preferred` is the public key blob to offer first. */
  constructor(address: string, preferred: Buffer | null) {
    super();
    this.#agent = ssh2.createAgent(address);
    this.#preferred = preferred;
  }

  /** The key that signed last is not offered again. */
  setAsideLastKey(): void {
    if (this.#lastSigned) this.#setAside = [...this.#setAside, this.#lastSigned];
  }

  override getIdentities(callback: IdentityCallback<AgentKey>): void {
    this.isWaiting = true;
    this.#agent.getIdentities((error, keys) => {
      this.isWaiting = false;
      if (error || !keys) {
        callback(error ?? new Error('Failed to retrieve identities from agent'));
        return;
      }
      this.keyCount = keys.length;
      const left = keys.filter((key) => !this.#setAside.some((blob) => blob.equals(blobOf(key))));
      const isPreferred = (key: unknown) => this.#preferred?.equals(blobOf(key)) ?? false;
      const own = left.filter(isPreferred);
      const others = left.filter((key) => !isPreferred(key));
      callback(undefined, [...own, ...others].slice(0, maxOfferedKeys));
    });
  }

  override sign(
    key: AgentKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    const answer = typeof options === 'function' ? options : callback;
    this.isWaiting = true;
    this.#lastSigned = blobOf(key);
    this.#agent.sign(key, data, typeof options === 'function' ? {} : options, (error, signature) => {
      this.isWaiting = false;
      if (error) this.hasRefused = true;
      answer?.(error, signature);
    });
  }
}

/** The public key as it goes over the wire; empty for what is no key. */
function blobOf(key: unknown): Buffer {
  const parsed = ssh2.utils.parseKey(key as ParsedKey);
  return parsed instanceof Error ? Buffer.alloc(0) : parsed.getPublicSSH();
}
