import type { CommandOutcome } from './run-command.ts';

/** `box`: a machine of its own in namespaces (root only). `local`: loopback sshd and a scratch HOME. */
export type SandboxKind = 'box' | 'local';

export interface SandboxOptions {
  /** `auto` takes the box where it can run, else local. Default `auto`. */
  readonly kind?: SandboxKind | 'auto';
  /** What runs as process 1 of a box. Default `tiny`. */
  readonly init?: 'tiny' | 'systemd';
  /**
   * What a box has from the start. `machine` (the default): the system packages of this machine. `bare`: what a minimal
   * Debian with an OpenSSH server has, and nothing else: no nginx, tmux, git, curl, wget, sudo, ps, ip, Python,
   * code-server; dpkg knows that, and apt-get installs from `startMirror(host)`, without which the box is offline.
   * Default `[]` for its repositories.
   */
  readonly base?: 'machine' | 'bare';
  /** Slug of at most 40 characters; default is a random one. */
  readonly name?: string;
  /** Names of the git repositories to make. Default: `sampleRepositories`. */
  readonly repositories?: readonly string[];
  /** Default true; false on a bare base, where true shows the one at /opt/code-server. */
  readonly hasCodeServer?: boolean;
  /** Programs of this machine to show read-only in /usr/local/bin, by the names that they have there (box only). */
  readonly programs?: Readonly<Record<string, string>>;
  /** Default true. False takes the program away, so that it cannot be found at all (box only). Never on a bare base. */
  readonly hasNginx?: boolean;
  /** Default false. True lets `dev` run `sudo -n`; a bare base has sudo only then (box only). */
  readonly hasSudo?: boolean;
  /** Size of the disk that holds `/home`, bytes (box only); default is as much as memory allows. */
  readonly homeBytes?: number;
  /** What `/proc/meminfo` says the host has, bytes (box only); default is this machine's own. */
  readonly memoryTotalBytes?: number;
}

/** One account of the host. */
export interface SandboxUser {
  readonly name: string;
  readonly uid: number;
  readonly home: string;
  /** For password logins; null where there is none. */
  readonly password: string | null;
  /** True when the sandbox's key logs this user in. */
  readonly hasKey: boolean;
  /** Where this user's own working copies are; null for users without. */
  readonly repositoriesRoot: string | null;
}

export interface SandboxRepository {
  readonly name: string;
  readonly path: string;
}

/** A real host that a test, a demo or a benchmark may break. */
export interface SandboxHost {
  readonly kind: SandboxKind;
  readonly base: 'machine' | 'bare';
  readonly name: string;
  /** How to reach it as the main user. */
  readonly ssh: { readonly host: string; readonly port: number; readonly user: string; readonly keyPath: string };
  readonly hostKey: {
    readonly type: string;
    /** `SHA256:…` as `ssh-keygen -lf` prints it. */
    readonly fingerprint: string;
    readonly knownHostsLine: string;
  };
  /** The main user's repositories. */
  readonly repositoriesRoot: string;
  readonly repositories: readonly SandboxRepository[];
  readonly users: readonly SandboxUser[];
  /** Runs a bash command inside the host without SSH, as the main user unless another is named. */
  run(command: string, options?: { readonly user?: string; readonly input?: string }): Promise<CommandOutcome>;
  /** The host's root as seen from this machine, for looking only; null for local. */
  readonly rootDirectory: string | null;
  /** Ends everything in the host and removes it; throws when something is left. Safe to call twice. */
  stop(): Promise<void>;
}

/** The repositories a sandbox has unless told otherwise. */
export const sampleRepositories: readonly string[] = ['harbor-api', 'tide-charts', 'lighthouse-docs'];
