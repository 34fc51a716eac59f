import { access } from 'node:fs/promises';
import path from 'node:path';
import { succeed } from '../../contract/failure.ts';
import { listedNames, maxListed } from './listed-names.ts';
import { type LoadedConfig, loadConfig } from './load-config.ts';
import { type Resolution, resolveHost } from './resolve-host.ts';
import type { ListedSshHost, SshConfigProblem, SshConfigReader } from './ssh-config.ts';

/** What of this machine the files are read with. */
export interface SshConfigOptions {
  readonly homeDirectory: string;
  /** Login name of this machine's user. */
  readonly userName: string;
  /** This machine's agent; null when there is none. */
  readonly agentSocket: string | null;
  /** For `${NAME}` in paths. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The administrator's file; null where there is none. */
  readonly systemFile: string | null;
}

/** Remembers for one reading which files are there: many hosts name the same key. */
function existence(): (file: string) => Promise<boolean> {
  const asked = new Map<string, Promise<boolean>>();
  return (file) => {
    const known =
      asked.get(file) ??
      access(file).then(
        () => true,
        () => false,
      );
    asked.set(file, known);
    return known;
  };
}

const withoutMark = ({ isNamed: _isNamed, ...host }: Resolution) => host;

/** Reads `~/.ssh/config`, and after it the system's file, as OpenSSH's client does. */
export function createSshConfig(options: SshConfigOptions): SshConfigReader {
  const { agentSocket, ...rest } = options;
  const world = () => ({ ...rest, hasAgent: agentSocket !== null, exists: existence() });

  const list = async (config: LoadedConfig) => {
    const here = world();
    const hosts: ListedSshHost[] = [];
    const names = [...(config.user === null ? [] : listedNames(config.user))];
    for (const name of names.slice(0, maxListed)) {
      const resolved = await resolveHost(config, name, here);
      // Below a Host of another name it never counts; OpenSSH does not find it there either.
      if (resolved.isNamed) hosts.push({ name, ...withoutMark(resolved) });
    }
    const problems: SshConfigProblem[] = [...config.problems];
    if (names.length > maxListed) {
      const file = path.join(options.homeDirectory, '.ssh', 'config');
      problems.push({ file, lineNumber: 0, message: `Only the first ${maxListed} servers are listed.` });
    }
    return { hosts, problems };
  };

  const loaded = async <T>(use: (config: LoadedConfig) => Promise<T>) => {
    const config = await loadConfig(options);
    return config.ok ? succeed(await use(config.value)) : config;
  };
  return {
    list: () => loaded(list),
    resolve: (name) => loaded(async (config) => withoutMark(await resolveHost(config, name, world()))),
  };
}
