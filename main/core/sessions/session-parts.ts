import type { Logger } from 'pino';
import type { Result } from '../../contract/failure.ts';
import type { PresetDraft } from '../../contract/presets.ts';
import type { FindHost, Host } from '../host.ts';
import type { Clock } from '../ports.ts';
import type { HostOrder } from '../watching/host-order.ts';
import type { SessionWatcher } from './session-watcher.ts';
import type { StartedSessions } from './started-sessions.ts';

/** The repository that a session is bound to. */
export interface SessionRepository {
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

/** What a session is started from. */
export interface SessionPreset {
  readonly preset: { readonly id: string } & Pick<
    PresetDraft,
    | 'name'
    | 'agent'
    | 'command'
    | 'modelArgument'
    | 'model'
    | 'resumeArguments'
    | 'secretNames'
    | 'memoryLimitBytes'
    | 'expectedMemoryBytes'
  >;
  /** Its variables and its secrets. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Where the presets are found. */
export interface SessionPresets {
  /** A preset by its id or name, with its secrets; `secret-needed` names the variable that is not known. */
  findStartable(reference: string): Promise<Result<SessionPreset>>;
}

/** What the sessions capability is made of. */
export interface SessionsParts {
  readonly findHost: FindHost;
  /** Finds a host and connects nothing. */
  readonly findKnownHost: FindHost;
  /** Finds a repository by id, name or path among the folders of the host's profile. */
  readonly resolveRepository: (host: Host, reference: string) => Promise<Result<SessionRepository>>;
  readonly presets: SessionPresets;
  readonly started: StartedSessions;
  readonly orderOf: (host: Host) => HostOrder;
  readonly clock: Clock;
  readonly randomHex: (byteCount: number) => string;
  readonly logger: Logger;
}

/** The same, with the one watcher of each host. */
export interface SessionsScope extends SessionsParts {
  readonly watcherOf: (host: Host) => SessionWatcher;
}
