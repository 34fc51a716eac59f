import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { fail, type Result, succeed } from '../../../../main/contract/failure.ts';
import { profileDraft } from '../../../../main/contract/profiles.ts';
import { createProfiles, type Profiles } from '../../../../main/core/profiles/profiles.ts';
import type { ListedSshHost, SshConfigReader } from '../../../../main/core/ssh-config/ssh-config.ts';

export const context = { signal: new AbortController().signal };

export const draft = (name: string, more: object = {}) =>
  profileDraft.parse({ name, address: '192.0.2.7', user: 'me', ...more });

export function told<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

/** `kind: sentence` of a failure; a success has none. */
export const refusal = (result: Result<unknown>) =>
  result.ok ? null : `${result.failure.kind}: ${result.failure.message}`;

export const sshHost = (name: string, part: Partial<ListedSshHost> = {}): ListedSshHost => ({
  name,
  address: `${name}.example`,
  port: 22,
  user: null,
  authMethod: 'agent',
  keyPath: null,
  agentPath: null,
  jumps: [],
  isAgentForwarded: false,
  problem: null,
  ...part,
});

/** A `~/.ssh/config` that says these. */
export const sshConfigOf = (...hosts: readonly ListedSshHost[]): SshConfigReader => ({
  list: async () => succeed({ hosts, problems: [] }),
  resolve: async (name) => {
    const found = hosts.find((host) => host.name === name);
    return found === undefined ? fail('store-unreadable', 'store', `Nobody knows ${name}.`, '') : succeed(found);
  },
});

export async function scratchFile(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'berth-profiles-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return path.join(directory, 'profiles.json');
}

export const openProfiles = (file: string, sshConfig = sshConfigOf()): Profiles =>
  createProfiles({ file, sshConfig, userName: 'local' });
