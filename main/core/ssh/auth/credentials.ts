import type { Profile } from '../../../contract/profiles.ts';
import { agentAddress } from './agent-address.ts';
import { AgentMethod } from './agent-method.ts';
import { InteractiveMethod } from './interactive-method.ts';
import { KeyMethod } from './key-method.ts';
import type { LinkSecrets } from './link-secrets.ts';
import type { LoginMethod } from './login-method.ts';
import { PasswordMethod } from './password-method.ts';

/** What is shown to a host once its key was checked, in the order the host asks for it. */
export interface Credentials {
  /** What the profile names. */
  readonly first: LoginMethod;
  /** The same proof in another way, where the host does not allow `method`; null when there is none. */
  insteadOf(method: LoginMethod, allowed: readonly string[]): LoginMethod | null;
  /** The step after those that the host accepted; null when it allows nothing that Berth can do. */
  after(accepted: readonly LoginMethod[], allowed: readonly string[]): Promise<LoginMethod | null>;
}

/** What `createCredentials` needs of this machine. */
export interface CredentialSources {
  readonly secrets: LinkSecrets;
  readonly homeDirectory: string;
  readonly agentSocket: string | null;
}

/** The credentials of one attempt, by the profile's auth method. */
export function createCredentials(profile: Profile, sources: CredentialSources): Credentials {
  const { secrets, homeDirectory, agentSocket } = sources;
  const address = agentAddress({ ...profile, agentSocket, homeDirectory, platform: process.platform });
  const agent = new AgentMethod(profile, address, homeDirectory);
  const password = new PasswordMethod(profile, secrets);
  const hasKeyFile = profile.keyPath !== null && !profile.keyPath.endsWith('.pub');
  const first = {
    agent: () => agent,
    key: () => new KeyMethod(profile, secrets, homeDirectory),
    password: () => password,
    interactive: () => new InteractiveMethod(profile, secrets),
  }[profile.authMethod]();

  return {
    first,
    insteadOf: (method, allowed) => {
      // Hosts with PAM often take a password only as the answer to a question, as OpenSSH's client gives it too.
      const isPasswordAsked = method === password && allowed.includes('keyboard-interactive');
      return isPasswordAsked ? new InteractiveMethod(profile, secrets) : null;
    },
    after: async (accepted, allowed) => {
      const hasShownKey = accepted.some(({ name }) => name === 'publickey');
      if (allowed.includes('publickey') && !hasShownKey) {
        return hasKeyFile ? new KeyMethod(profile, secrets, homeDirectory) : agent;
      }
      const isPasswordKnown = (await secrets.read(profile, 'password')) !== null;
      if (allowed.includes('password') && isPasswordKnown) return password;
      if (allowed.includes('keyboard-interactive')) return new InteractiveMethod(profile, secrets);
      if (allowed.includes('password')) return password;
      // A second key: another one of the agent, where there is one.
      return allowed.includes('publickey') && 'path' in address ? agent : null;
    },
  };
}
