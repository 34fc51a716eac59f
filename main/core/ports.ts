import type { Logger } from 'pino';

/** Time as the core sees it; tests lend one they can move. */
export interface Clock {
  /** Wall clock, epoch milliseconds. */
  nowMs(): number;
  /** Runs `action` once after `delayMs`; the returned function calls it off. */
  after(delayMs: number, action: () => void): () => void;
}

/** Where passwords and passphrases live between uses. */
export interface SecretStore {
  /** The secret, or null when there is none or it cannot be read. */
  read(name: string): Promise<string | null>;
  write(name: string, secret: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** What a shell lends the core. */
export interface CorePorts {
  /** Folder of Berth's own files on this machine; created 0700 when missing. */
  readonly dataDirectory: string;
  /** Folder that holds the bundled remote scripts. */
  readonly remoteScriptsDirectory: string;
  /** Home folder on this machine, for `~/` in key paths and `~/.ssh/known_hosts`. */
  readonly homeDirectory: string;
  /** Address of the SSH agent (`SSH_AUTH_SOCK` or a named pipe); null when there is none. */
  readonly agentSocket: string | null;
  readonly clock: Clock;
  readonly secrets: SecretStore;
  readonly logger: Logger;
}
