import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { profileDraft } from '../../main/contract/profiles.ts';
import { createCore } from '../../main/core/create-core.ts';
import { defaultPorts } from '../../main/core/defaults/default-ports.ts';
import type { CorePorts } from '../../main/core/ports.ts';
import type { SandboxHost } from '../../tests/support/sandbox/sandbox-host.ts';
import { dataDirectoryPrefix } from './demo-registration.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Makes a data directory of the demo's own, apart from the user's. */
export function makeDataDirectory(): string {
  return mkdtempSync(path.join(os.tmpdir(), dataDirectoryPrefix));
}

/** What the shell lends the core in the demo. */
export function demoPorts(dataDirectory: string): CorePorts {
  return defaultPorts({ remoteScriptsDirectory: path.join(root, 'remote-scripts'), dataDirectory });
}

/** Saves a profile for the host, and its key as a known one: the demo made the host, so there is nothing to ask. */
export async function saveProfile(ports: CorePorts, host: SandboxHost, name: string): Promise<void> {
  writeFileSync(path.join(ports.dataDirectory, 'known_hosts'), `${host.hostKey.knownHostsLine}\n`, { mode: 0o600 });
  const core = await createCore(ports);
  try {
    const draft = profileDraft.parse({
      name,
      address: host.ssh.host,
      port: host.ssh.port,
      user: host.ssh.user,
      authMethod: 'key',
      keyPath: host.ssh.keyPath,
      repositoryRoots: [host.repositoriesRoot],
    });
    const saved = await core.handlers.profiles.add(draft, { signal: new AbortController().signal });
    if (!saved.ok) throw new Error(`The demo's profile could not be saved: ${saved.failure.message}`);
  } finally {
    await core.dispose();
  }
}
