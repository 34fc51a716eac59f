import type { Logger } from 'pino';

/** Time as the core sees it; tests lend one they can move. */
export interface Clock {
  /** Wall clock, epoch milliseconds. */
  nowMs(): number;
  /** Runs `action` once after `delayMs`; the returned function calls it off. */
  after(delayMs: number, action: () => void): () => void;
}

/** The system's own place for passwords and passphrases, as a shell can reach it. */
export interface SecretStore {
  /** Whether the system really protects what it is given; where it does not, it is given nothing. */
  isAvailable(): Promise<boolean>;
  /** The secret, or null when there is none or it cannot be read. */
  read(name: string): Promise<string | null>;
  /** Whether the secret was kept. */
  write(name: string, secret: string): Promise<boolean>;
  remove(name: string): Promise<void>;
  /** How many secrets are kept. */
  count(): Promise<number>;
  removeAll(): Promise<void>;
}

/**
 * Asks for the master passphrase because a remembered secret is needed and locked; null goes on without. `problem` is what
 * was wrong with the last answer, one sentence, and null at first.
 */
export type AskMasterPassphrase = (problem: string | null) => Promise<string | null>;

/** One packed code-server of a release. */
export interface CodeServerArchive {
  readonly url: string;
  /** SHA-256 in hex digits; what does not match is refused. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** A release of code-server. */
export interface CodeServerReleases {
  readonly version: string;
  /** By the machine name of `uname -m`. */
  readonly archives: Readonly<Record<string, CodeServerArchive>>;
}

/** Asks the web for an address. Of the answer, only what came counts: Electron's does not tell where it came from. */
export type FetchFromWeb = (
  url: string,
  init: Pick<RequestInit, 'headers' | 'cache' | 'credentials'> & { readonly signal: AbortSignal },
) => Promise<Response>;

/** What a shell lends the core. */
export interface CorePorts {
  /** Folder of Berth's own files on this machine; created 0700 when missing. */
  readonly dataDirectory: string;
  /** Folder that holds the bundled remote scripts. */
  readonly remoteScriptsDirectory: string;
  /** What `sumOfScripts` must tell of them; left out, they may be any, as in a checkout that somebody works on. */
  readonly remoteScriptsSum?: string;
  /** Home folder on this machine, for `~/` in key paths and `~/.ssh/known_hosts`. */
  readonly homeDirectory: string;
  /** Address of the SSH agent (`SSH_AUTH_SOCK` or a named pipe); null when there is none. */
  readonly agentSocket: string | null;
  readonly clock: Clock;
  /** The addresses of this machine as a text that changes with them; left out, only sleep and set clocks are noticed. */
  readonly localAddresses?: () => string;
  /** The system's keychain; null where the shell reaches none. */
  readonly secrets: SecretStore | null;
  /** Only for shells without a page that could ask; left out, locked secrets count as absent. */
  readonly askMasterPassphrase?: AskMasterPassphrase;
  /** Where code-server's releases are; left out, the ones that Berth pins. Tests bring their own. */
  readonly codeServerReleases?: CodeServerReleases;
  /** Left out, that of Node.js, which knows nothing of the proxy that the system is set to. */
  readonly fetch?: FetchFromWeb;
  readonly logger: Logger;
}
