import type { Failure, Result } from '../../contract/failure.ts';
import type { AuthMethod } from '../../contract/profiles.ts';

/** A host as OpenSSH's client would reach it with the present `~/.ssh/config`. */
export interface ResolvedSshHost {
  /** `HostName` with its tokens replaced, else the name itself. */
  readonly address: string;
  readonly port: number;
  /** Null when no file names one; then it is the login name of this machine's user. */
  readonly user: string | null;
  /** What there is to sign in with: a key file, else an agent, else a password. */
  readonly authMethod: AuthMethod;
  /**
   * The first `IdentityFile` that exists, absolute; without any such line and without an agent, the first usual key of
   * `~/.ssh`. A name that ends in `.pub` chooses a key of the agent. Null: whatever the agent offers.
   */
  readonly keyPath: string | null;
  /** Socket or named pipe of the agent; null is this machine's agent, `none` is no agent at all. */
  readonly agentPath: string | null;
  /**
   * The whole way, the host that is dialled first before the others, in the words of the file (`bastion`,
   * `me@bastion:2222`). `resolve` takes each of them; the `jumps` of that answer are part of this list already.
   */
  readonly jumps: readonly string[];
  readonly isAgentForwarded: boolean;
  /** Why Berth cannot reach it as the file says, one sentence; nothing may be dialled then. Null when it can. */
  readonly problem: string | null;
}

/** A `Host` of the user's files that names a single host. */
export interface ListedSshHost extends ResolvedSshHost {
  readonly name: string;
}

/** A line that was passed over. */
export interface SshConfigProblem {
  readonly file: string;
  /** From 1; 0 when it is about the whole file. */
  readonly lineNumber: number;
  /** One sentence. */
  readonly message: string;
}

/** The only way in which reading them fails. */
export type StoreFailure = Failure & { readonly kind: 'store-unreadable' };

/** Reads `~/.ssh/config` anew each time it is asked. Runs nothing, looks nothing up. */
export interface SshConfigReader {
  /** The hosts that the user's files name without wildcards, in their order. A missing file names none. */
  list(): Promise<
    Result<{ readonly hosts: readonly ListedSshHost[]; readonly problems: readonly SshConfigProblem[] }, StoreFailure>
  >;
  /**
   * What the files say about a name that somebody would type after `ssh`: `box`, `me@box:2222`, `ssh://me@box:2222`. A
   * name that no file knows is its own address, as in OpenSSH.
   */
  resolve(name: string): Promise<Result<ResolvedSshHost, StoreFailure>>;
}
