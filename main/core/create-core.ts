import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Profile } from '../contract/profiles.ts';
import { createBases } from './bases/bases.ts';
import { createCleanup } from './cleanup/cleanup.ts';
import type { Core } from './core.ts';
import { createGate } from './gate/create-gate.ts';
import { placeOf } from './host.ts';
import { HostRegistry } from './hosts/host-registry.ts';
import { createHostSecrets } from './hosts/host-secrets.ts';
import { createHosts } from './hosts/hosts.ts';
import { findInstance } from './instances/find-instance.ts';
import { createInstances } from './instances/instances.ts';
import { createHostPorts } from './ports/host-ports.ts';
import type { CorePorts } from './ports.ts';
import { createProfiles } from './profiles/profiles.ts';
import { createRemote } from './remote/create-remote.ts';
import { packScripts, type ScriptArchive } from './remote/script-archive.ts';
import { createRepositories, resolveRepository } from './repositories/repositories.ts';
import { createLink } from './ssh/create-link.ts';
import { createKnownHosts } from './ssh/known-hosts.ts';
import { makeDirectory } from './store/make-directory.ts';

/** Reads the scripts on first use and keeps them; a failed reading is tried again. */
function scriptsOnce(directory: string): () => Promise<ScriptArchive> {
  let packed: Promise<ScriptArchive> | null = null;
  return () => {
    packed ??= packScripts(directory).catch((error: unknown) => {
      packed = null;
      throw error;
    });
    return packed;
  };
}

/** Composes Berth from what a shell lends. The only place where capabilities meet. */
export async function createCore(ports: CorePorts): Promise<Core> {
  const { dataDirectory, clock, logger } = ports;
  makeDirectory(dataDirectory);
  const inData = (file: string) => path.join(dataDirectory, file);

  const profiles = createProfiles(inData('profiles.json'));
  const secrets = createHostSecrets(ports.secrets);
  const knownHosts = createKnownHosts(ports);
  const gate = createGate({ storePath: inData('gate.json'), randomness: randomBytes, clock, logger });
  const scripts = scriptsOnce(ports.remoteScriptsDirectory);
  const registry = new HostRegistry({
    findProfile: profiles.find,
    createLink: (profile) => createLink({ profile, knownHosts, secrets, ports }),
    createRemote: (link) => createRemote(link, scripts, clock),
  });
  const followProfile = async (before: Profile, after: Profile | null) => {
    const isElsewhere = after === null || placeOf(after) !== placeOf(before);
    if (isElsewhere) gate.revoke(before.id);
    await (after === null ? registry.forget(before.id) : registry.follow(after));
    if (isElsewhere) await secrets.forgetAll(before);
  };
  profiles.onDidChange((before, after) => {
    followProfile(before, after).catch((error: unknown) => {
      logger.error({ error, profileId: before.id }, 'cannot drop the link of a changed profile');
    });
  });
  const profileIds = async () => {
    const all = await profiles.list();
    return all.ok ? all.value.map((profile) => profile.id) : [];
  };
  const findHost = (reference: string) => registry.findConnected(reference);

  return {
    gate,
    handlers: {
      profiles: profiles.handlers,
      hosts: createHosts({ registry, secrets, profileIds, trustOffered: knownHosts.trust }),
      repositories: createRepositories(findHost),
      instances: createInstances({ findHost, resolveRepository, gate, clock, logger }),
      bases: createBases({
        findHost,
        findInstance: (host, reference) => findInstance(host, resolveRepository, reference),
      }),
      ports: createHostPorts(findHost),
      cleanup: createCleanup(findHost),
    },
    wake: () => {
      for (const host of registry.all()) host.link.wake();
    },
    dispose: async () => {
      await registry.dispose();
      await gate.close();
    },
  };
}
