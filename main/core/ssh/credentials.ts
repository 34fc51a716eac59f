import type { AnyAuthMethod } from 'ssh2';
import ssh2 from 'ssh2';
import type { Failure, Result } from '../../contract/failure.ts';
import { fail, succeed } from '../../contract/failure.ts';
import type { Profile } from '../../contract/profiles.ts';
import { BoundedAgent } from './bounded-agent.ts';
import { failureOf } from './failure-causes.ts';
import { expandHome, parsePrivateKey, readKeyFile } from './private-key.ts';

/** Passwords and passphrases as the link asks for them: held for this run, or kept in the shell's secret store. */
export interface LinkSecrets {
  read(profile: Profile, kind: SecretKind): Promise<string | null>;
  /** The secret was wrong; it is not to be tried again. */
  forget(profile: Profile, kind: SecretKind): Promise<void>;
}
export type SecretKind = 'password' | 'passphrase';

/** What is shown to a host once its key was checked, and what to say when it does not convince. */
export interface Credentials {
  /** The methods to try, in this order. */
  prepare(): Promise<Result<AnyAuthMethod[]>>;
  /** The failure after the host turned all methods down. */
  explainRejection(): Promise<Failure>;
  /** The failure when the login ran out of time and it is not the host's doing; else null. */
  explainTimeout(): Failure | null;
}

/** What `createCredentials` needs of this machine. */
export interface CredentialSources {
  readonly secrets: LinkSecrets;
  readonly homeDirectory: string;
  readonly agentSocket: string | null;
}

/** The credentials of one attempt, by the profile's auth method. */
export function createCredentials(profile: Profile, sources: CredentialSources): Credentials {
  if (profile.authMethod === 'agent') return agentCredentials(profile, sources);
  if (profile.authMethod === 'key') return keyCredentials(profile, sources);
  return passwordCredentials(profile, sources);
}

function agentCredentials(profile: Profile, sources: CredentialSources): Credentials {
  let agent: BoundedAgent | null = null;
  return {
    prepare: async () => {
      if (sources.agentSocket === null) return { ok: false, failure: failureOf('agent-missing', profile) };
      agent = new BoundedAgent(sources.agentSocket, await readPublicKey(profile, sources.homeDirectory));
      return succeed([{ type: 'agent', username: profile.user, agent }]);
    },
    explainRejection: async () => {
      if (agent?.keyCount === 0) return failureOf('agent-empty', profile);
      return failureOf(agent?.keyCount === null ? 'agent-unreachable' : 'agent-keys-rejected', profile);
    },
    explainTimeout: () => (agent?.isWaiting ? failureOf('agent-timeout', profile) : null),
  };
}

/** The public half of the profile's key, to find it among the agent's; null when none is named or it is not there. */
async function readPublicKey(profile: Profile, homeDirectory: string): Promise<Buffer | null> {
  if (profile.keyPath === null) return null;
  const path = expandHome(profile.keyPath, homeDirectory);
  const content = await readKeyFile(path.endsWith('.pub') ? path : `${path}.pub`);
  if (!content.ok) return null;
  const key = ssh2.utils.parseKey(content.value);
  return key instanceof Error ? null : key.getPublicSSH();
}

function keyCredentials(profile: Profile, sources: CredentialSources): Credentials {
  const askPassphrase = (message: string): Result<never> =>
    fail('secret-needed', 'auth', message, 'Enter the passphrase of the key.', { secretKind: 'passphrase' });
  return {
    prepare: async () => {
      const path = expandHome(profile.keyPath ?? '', sources.homeDirectory);
      const content = await readKeyFile(path);
      if (!content.ok) return content;
      let outcome = parsePrivateKey(path, content.value, null);
      if (outcome.kind === 'passphrase-needed') {
        const passphrase = await sources.secrets.read(profile, 'passphrase');
        if (passphrase === null) return askPassphrase(`The key ${path} is locked with a passphrase.`);
        outcome = parsePrivateKey(path, content.value, passphrase);
      }
      if (outcome.kind === 'usable') {
        return succeed([{ type: 'publickey', username: profile.user, key: outcome.key }]);
      }
      if (outcome.kind === 'unusable') return { ok: false, failure: outcome.failure };
      await sources.secrets.forget(profile, 'passphrase');
      return askPassphrase(`The passphrase does not open the key ${path}.`);
    },
    explainRejection: async () => failureOf('key-rejected', profile),
    explainTimeout: () => null,
  };
}

function passwordCredentials(profile: Profile, sources: CredentialSources): Credentials {
  return {
    prepare: async () => {
      const password = await sources.secrets.read(profile, 'password');
      if (password === null) {
        return { ok: false, failure: failureOf('password-needed', profile, { secretKind: 'password' }) };
      }
      return succeed([{ type: 'password', username: profile.user, password }]);
    },
    explainRejection: async () => {
      await sources.secrets.forget(profile, 'password');
      return failureOf('password-rejected', profile, { secretKind: 'password' });
    },
    explainTimeout: () => null,
  };
}
