import type { Handlers } from '../../contract/define.ts';
import { type Result, succeed } from '../../contract/failure.ts';
import type { profileExchange, SshConfigHost } from '../../contract/profile-exchange.ts';
import type { Profile } from '../../contract/profiles.ts';
import { plainText } from '../ssh/plain-text.ts';
import type { ListedSshHost, ResolvedSshHost, SshConfigReader, StoreFailure } from '../ssh-config/ssh-config.ts';
import { importSshHosts, isSamePlace } from './import-ssh-hosts.ts';
import type { ProfileStore } from './profile-store.ts';

type Exchange = Handlers<{ readonly exchange: typeof profileExchange }>['exchange'];

/** What the taking over of `~/.ssh/config` needs. */
export interface SshHostsParts {
  readonly store: ProfileStore;
  readonly sshConfig: SshConfigReader;
  /** Login name of this machine's user. */
  readonly userName: string;
}

const shown = (text: string) => plainText(text, 4096);

function idOf(all: readonly Profile[], host: ListedSshHost, userName: string): string | null {
  const isCopy = (one: Profile) =>
    isSamePlace(one, host, userName) && (one.jumpProfileId === null) === (host.jumps.length === 0);
  return (all.find(({ sshConfigHost }) => sshConfigHost === host.name) ?? all.find(isCopy))?.id ?? null;
}

function asRow(all: readonly Profile[], host: ListedSshHost, userName: string): SshConfigHost {
  const { name, address, port, user, keyPath, jumps, problem } = host;
  return {
    name,
    address: shown(address),
    port,
    user: user === null ? null : shown(user),
    keyPath: keyPath === null ? null : shown(keyPath),
    jumps: jumps.map(shown),
    problem,
    profileId: idOf(all, host, userName),
  };
}

/** Those that were asked for, and the hosts on the way to them. */
async function withThoseOnTheWay(
  names: readonly string[],
  listed: readonly ListedSshHost[],
  sshConfig: SshConfigReader,
): Promise<Result<Map<string, ResolvedSshHost>, StoreFailure>> {
  const byName = new Map<string, ResolvedSshHost>(listed.map((host) => [host.name, host]));
  const hosts = new Map<string, ResolvedSshHost>();
  for (const name of names) {
    const host = byName.get(name);
    if (host === undefined) continue;
    hosts.set(name, host);
    for (const jump of host.jumps) {
      if (hosts.has(jump)) continue;
      const known = byName.get(jump);
      const resolved = known === undefined ? await sshConfig.resolve(jump) : succeed(known);
      if (!resolved.ok) return resolved;
      hosts.set(jump, resolved.value);
    }
  }
  return succeed(hosts);
}

/** The two methods about `~/.ssh/config`. */
export function createSshHosts({
  store,
  sshConfig,
  userName,
}: SshHostsParts): Pick<Exchange, 'readSshConfig' | 'importSshConfig'> {
  return {
    readSshConfig: async () => {
      const [all, listed] = await Promise.all([store.read(), sshConfig.list()]);
      if (!all.ok) return all;
      if (!listed.ok) return listed;
      const hosts = listed.value.hosts.map((host) => asRow(all.value, host, userName));
      return succeed({ hosts, problems: [...listed.value.problems] });
    },
    importSshConfig: async ({ hosts: names, isLive }) => {
      const listed = await sshConfig.list();
      if (!listed.ok) return listed;
      const hosts = await withThoseOnTheWay(names, listed.value.hosts, sshConfig);
      if (!hosts.ok) return hosts;
      // Read before the lock is taken: the files may be many.
      return store.update((all) => succeed(importSshHosts(all, { names, hosts: hosts.value, isLive, userName })));
    },
  };
}
