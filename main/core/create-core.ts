import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import path from 'node:path';
import type { Profile } from '../contract/profiles.ts';
import { createAlerts } from './alerts/alerts.ts';
import { createBases } from './bases/bases.ts';
import { createCleanup } from './cleanup/cleanup.ts';
import type { Core } from './core.ts';
import { clientName } from './defaults/client-name.ts';
import { codeServerReleases } from './defaults/code-server-releases.ts';
import { loginName } from './defaults/login-name.ts';
import { version } from './defaults/version.ts';
import { createForwards } from './forwards/forwards.ts';
import { createGate } from './gate/create-gate.ts';
import { type Host, placeOf } from './host.ts';
import { HostRegistry } from './hosts/host-registry.ts';
import { createHostSecrets, secretPrefix } from './hosts/host-secrets.ts';
import { createHosts } from './hosts/hosts.ts';
import { MachineWatch } from './hosts/machine-watch.ts';
import { findInstance } from './instances/find-instance.ts';
import { createInstances } from './instances/instances.ts';
import { createLogs } from './logs/logs.ts';
import { createHostPorts } from './ports/host-ports.ts';
import type { CorePorts } from './ports.ts';
import { createPresets } from './presets/presets.ts';
import { createProcesses } from './processes/processes.ts';
import { createProfiles } from './profiles/profiles.ts';
import { createRemote } from './remote/create-remote.ts';
import { packScripts, type ScriptArchive, sumOfScripts } from './remote/script-archive.ts';
import { createRepositories } from './repositories/repositories.ts';
import { resolveRepository } from './repositories/resolve-repository.ts';
import { PassphraseStore } from './secrets/passphrase-store.ts';
import { createSecrets } from './secrets/secrets.ts';
import { createSessions } from './sessions/sessions.ts';
import { openStartedSessions } from './sessions/started-sessions.ts';
import { createSetup } from './setup/setup.ts';
import { createLink } from './ssh/create-link.ts';
import { createKnownHosts } from './ssh/host-keys/known-hosts.ts';
import { isKeptUp } from './ssh/staying/link-machine.ts';
import { createSshConfig } from './ssh-config/create-ssh-config.ts';
import { createStats } from './stats/stats.ts';
import { makeDirectory } from './store/make-directory.ts';
import { HostOrder } from './watching/host-order.ts';
import { perLink } from './watching/per-link.ts';

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

/** Keeps scripts that are not those of this version from ever being sent; the archive that was looked at is the one that is. */
async function assertScripts(scripts: () => Promise<ScriptArchive>, sum: string): Promise<void> {
  if (sumOfScripts(await scripts()) === sum) return;
  throw new Error(
    'The scripts for servers that lie beside Berth are not the ones it was made with. Install Berth again.',
  );
}

/** Composes Berth from what a shell lends. The only place where capabilities meet. */
export async function createCore(ports: CorePorts): Promise<Core> {
  const { dataDirectory, clock, logger } = ports;
  makeDirectory(dataDirectory);
  const scripts = scriptsOnce(ports.remoteScriptsDirectory);
  if (ports.remoteScriptsSum !== undefined) await assertScripts(scripts, ports.remoteScriptsSum);
  const inData = (file: string) => path.join(dataDirectory, file);

  const userName = loginName(process.env);
  const sshConfig = createSshConfig({
    homeDirectory: ports.homeDirectory,
    userName,
    agentSocket: ports.agentSocket,
    environment: process.env,
    // On Windows anybody may make a folder of that name.
    systemFile: process.platform === 'win32' ? null : '/etc/ssh/ssh_config',
  });
  const profiles = createProfiles({ file: inData('profiles.json'), sshConfig, userName });
  const presets = createPresets({ file: inData('presets.json'), secrets: () => secretStore.remembered });
  const secretStore = createSecrets({
    keychain: ports.secrets,
    // The keychain's own file is `secrets.json`, and a folder may be used with and without a keychain.
    file: new PassphraseStore({ file: inData('protected-secrets.json'), clock }),
    askMasterPassphrase: ports.askMasterPassphrase ?? null,
    prefixesInUse: async () => {
      const [all, ofPresets] = [await profiles.list(), await presets.secretPrefixes()];
      // What ~/.ssh/config says may be away for a moment, and the secrets of those places must outlast that.
      const prefixOf = (profile: Profile) =>
        profile.sshConfigHost === null ? secretPrefix(profile) : `${profile.id}/`;
      return all.ok && ofPresets !== null ? [...all.value.map(prefixOf), ...ofPresets] : null;
    },
    logger,
  });
  const secrets = createHostSecrets(secretStore.remembered);
  const knownHosts = createKnownHosts(ports);
  const gate = createGate({ storePath: inData('gate.json'), randomness: randomBytes, clock, logger });
  const registry = new HostRegistry({
    sources: { findProfile: profiles.find, listProfiles: profiles.list, resolveSshHost: sshConfig.resolve },
    createLink: (profile, way, name) => createLink({ profile, way, name, knownHosts, secrets, ports, version }),
    createRemote: (link, { isAgentForwarded }) =>
      createRemote(link, scripts, clock, { isAgentForwarded, clientName: clientName(userName, hostname()) }),
    onDidMove: (before) => {
      leave(before.id);
      secrets.forgetAll(before).catch((error: unknown) => {
        logger.error({ error, profileId: before.id }, 'cannot forget the secrets of a place that a profile left');
      });
    },
  });
  const forwards = createForwards({
    storePath: inData('forwards.json'),
    gate,
    findHost: (reference) => registry.findConnected(reference),
    findKnownHost: (reference) => registry.find(reference),
    resolveRepository,
    onDidChangeStatus: (listener) => registry.onDidChangeStatus(listener),
    randomHex: (byteCount) => randomBytes(byteCount).toString('hex'),
    logger,
  });
  const orderOf = perLink((host) => new HostOrder(host, logger));
  const sessions = createSessions({
    findHost: (reference) => registry.findConnected(reference),
    findKnownHost: (reference) => registry.find(reference),
    resolveRepository,
    presets,
    started: openStartedSessions(inData('started-sessions.json')),
    orderOf,
    clock,
    randomHex: (byteCount) => randomBytes(byteCount).toString('hex'),
    logger,
  });
  /** Tabs, forwards and views of a place must not lead to another one. */
  const leave = (profileId: string) => {
    gate.revoke(profileId);
    sessions.leave(profileId);
    forwards.revoke(profileId).catch((error: unknown) => {
      logger.error({ error, profileId }, 'cannot end the forwards of a place that a profile left');
    });
  };
  const followProfile = async (before: Profile, after: Profile | null) => {
    const old = await registry.effective(before);
    const isElsewhere = after === null || placeOf(await registry.effective(after)) !== placeOf(old);
    if (isElsewhere) leave(before.id);
    await (after === null ? registry.forget(before.id) : registry.follow(after));
    if (isElsewhere) await secrets.forgetAll(old);
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
  const closing = new AbortController();
  const findHost = (reference: string) => registry.findConnected(reference);
  const findKnownHost = (reference: string) => registry.find(reference);
  const findInstanceOf = (host: Host, reference: string) => findInstance(host, resolveRepository, reference);
  const wake = () => {
    for (const host of registry.all()) host.link.wake();
  };
  const machine = new MachineWatch({
    clock,
    addresses: ports.localAddresses ?? (() => ''),
    onChange: (change) => {
      logger.info({ change }, 'this machine slept, or its clock or network changed');
      wake();
    },
  });
  registry.onDidChangeStatus(() => {
    machine.setRunning(registry.all().some(({ link }) => isKeptUp(link.status())));
  });

  return {
    gate,
    handlers: {
      profiles: profiles.handlers,
      hosts: createHosts({
        registry,
        secrets,
        profileIds,
        trustOffered: knownHosts.trust,
        forgetKeys: knownHosts.forget,
      }),
      setup: createSetup({
        findHost,
        findKnownHost,
        clock,
        version,
        releases: ports.codeServerReleases ?? codeServerReleases,
        cacheDirectory: path.join(dataDirectory, 'cache', 'code-server'),
        fetch: ports.fetch ?? globalThis.fetch,
        closing: closing.signal,
      }),
      secrets: secretStore.handlers,
      repositories: createRepositories({ findHost, findKnownHost, clock }),
      instances: createInstances({ findHost, resolveRepository, gate, orderOf, clock, logger }),
      bases: createBases({ findHost, findInstance: findInstanceOf }),
      logs: createLogs({ findHost, findKnownHost, findInstance: findInstanceOf, clock }),
      ports: createHostPorts(findHost),
      forwards: forwards.handlers,
      alerts: createAlerts({
        findHost,
        hosts: () => registry.all(),
        onDidChangeStatus: (listener) => registry.onDidChangeStatus(listener),
        onDidChangeAgents: (listener) => sessions.onDidChangeAgents(listener),
        clock,
        logger,
      }),
      cleanup: createCleanup(findHost),
      stats: createStats({ findHost, findKnownHost, clock, logger, closing: closing.signal }),
      processes: createProcesses(findHost),
      sessions: sessions.handlers,
      presets: presets.handlers,
    },
    wake,
    dispose: async () => {
      closing.abort();
      machine.setRunning(false);
      sessions.dispose();
      await forwards.dispose();
      await registry.dispose();
      secretStore.dispose();
      await gate.close();
    },
  };
}
