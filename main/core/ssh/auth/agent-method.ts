import type { AnyAuthMethod } from 'ssh2';
import ssh2 from 'ssh2';
import type { Failure, Result } from '../../../contract/failure.ts';
import { succeed } from '../../../contract/failure.ts';
import type { Profile } from '../../../contract/profiles.ts';
import { failureOf } from '../failure-causes.ts';
import type { AgentAddress } from './agent-address.ts';
import { BoundedAgent } from './bounded-agent.ts';
import { expandHome, readKeyFile } from './key-file.ts';
import type { LoginMethod } from './login-method.ts';

/** The keys of an agent, the profile's own first. */
export class AgentMethod implements LoginMethod {
  readonly name = 'publickey';
  readonly isSlow = false;
  readonly #profile: Profile;
  readonly #address: AgentAddress;
  readonly #homeDirectory: string;
  #agent: BoundedAgent | null = null;

  constructor(profile: Profile, address: AgentAddress, homeDirectory: string) {
    this.#profile = profile;
    this.#address = address;
    this.#homeDirectory = homeDirectory;
  }

  async prepare(): Promise<Result<AnyAuthMethod>> {
    if ('cause' in this.#address) return { ok: false, failure: failureOf(this.#address.cause, this.#profile) };
    this.#agent ??= new BoundedAgent(this.#address.path, await this.#readChosenKey());
    return succeed({ type: 'agent', username: this.#profile.user, agent: this.#agent });
  }

  async explainRejection(): Promise<Failure> {
    const agent = this.#agent;
    if (agent === null || agent.keyCount === null) return failureOf('agent-unreachable', this.#profile);
    if (agent.keyCount === 0) return failureOf('agent-empty', this.#profile);
    return failureOf(agent.hasRefused ? 'agent-refused' : 'agent-keys-rejected', this.#profile);
  }

  explainTimeout(): Failure | null {
    return this.#agent?.isWaiting ? failureOf('agent-timeout', this.#profile) : null;
  }

  onAccepted(): void {
    this.#agent?.setAsideLastKey();
  }

  /** The public half of the profile's key, to find it among the agent's; null when none is named or it is not there. */
  async #readChosenKey(): Promise<Buffer | null> {
    if (this.#profile.keyPath === null) return null;
    const path = expandHome(this.#profile.keyPath, this.#homeDirectory);
    const file = await readKeyFile(path.endsWith('.pub') ? path : `${path}.pub`);
    if (!file.ok) return null;
    const key = ssh2.utils.parseKey(file.value.content);
    return key instanceof Error ? null : key.getPublicSSH();
  }
}
