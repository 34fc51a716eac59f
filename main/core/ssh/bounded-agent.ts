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
  readonly #agent: BaseAgent;
  readonly #preferred: Buffer | null;

  /** `preferred` is the public key blob to offer first. */
  constructor(socket: string, preferred: Buffer | null) {
    super();
    this.#agent = ssh2.createAgent(socket);
    this.#preferred = preferred;
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
      const own = keys.filter((key) => this.#isPreferred(key));
      const others = keys.filter((key) => !this.#isPreferred(key));
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
    this.#agent.sign(key, data, typeof options === 'function' ? {} : options, (error, signature) => {
      this.isWaiting = false;
      answer?.(error, signature);
    });
  }

  #isPreferred(key: unknown): boolean {
    if (!this.#preferred) return false;
    const parsed = ssh2.utils.parseKey(key as ParsedKey);
    return !(parsed instanceof Error) && parsed.getPublicSSH().equals(this.#preferred);
  }
}
