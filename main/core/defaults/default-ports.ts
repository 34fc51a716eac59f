import { homedir } from 'node:os';
import type { CorePorts, FetchFromWeb, SecretStore } from '../ports.ts';
import { defaultDataDirectory, type Surroundings } from './data-directory.ts';
import { localAddresses } from './local-addresses.ts';
import { fileLogger } from './log/file-logger.ts';
import { systemClock } from './system-clock.ts';

/** What a shell may choose; everything else is what this machine offers. */
export interface DefaultPortsOptions {
  /** Folder that holds the bundled remote scripts. */
  readonly remoteScriptsDirectory: string;
  /** Default: `BERTH_DATA_DIR`, or where the platform keeps settings. */
  readonly dataDirectory?: string;
  /** The system's keychain; default: there is none. */
  readonly secrets?: SecretStore;
  /** Default: that of Node.js. */
  readonly fetch?: FetchFromWeb;
  /** Default: they may be any. */
  readonly remoteScriptsSum?: string;
}

const WINDOWS_AGENT_PIPE = '\\\\.\\pipe\\openssh-ssh-agent';

/** Where this process runs. */
export function surroundings(): Surroundings {
  return { environment: process.env, platform: process.platform, homeDirectory: homedir() };
}

function agentSocket({ environment, platform }: Surroundings): string | null {
  const socket = environment.SSH_AUTH_SOCK;
  if (socket !== undefined && socket !== '') return socket;
  return platform === 'win32' ? WINDOWS_AGENT_PIPE : null;
}

/** What a shell on Node lends the core: the real clock, a log file, and no keychain unless told otherwise. */
export function defaultPorts(options: DefaultPortsOptions): CorePorts {
  const here = surroundings();
  const dataDirectory = options.dataDirectory ?? defaultDataDirectory(here);
  return {
    dataDirectory,
    remoteScriptsDirectory: options.remoteScriptsDirectory,
    homeDirectory: here.homeDirectory,
    agentSocket: agentSocket(here),
    clock: systemClock,
    localAddresses,
    secrets: options.secrets ?? null,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
    ...(options.remoteScriptsSum === undefined ? {} : { remoteScriptsSum: options.remoteScriptsSum }),
    logger: fileLogger(dataDirectory, here.environment.BERTH_LOG_LEVEL ?? 'info'),
  };
}
