import type { Logger } from 'pino';
import type { FindHost, Host } from '../host.ts';
import type { ResolveRepository } from '../instances/find-instance.ts';
import type { Clock } from '../ports.ts';
import type { Presets } from '../presets/presets.ts';
import type { SessionWatcher } from './session-watcher.ts';

/** What the sessions capability is made of. */
export interface SessionsParts {
  readonly findHost: FindHost;
  /** Finds a host and connects nothing. */
  readonly findKnownHost: FindHost;
  readonly resolveRepository: ResolveRepository;
  readonly presets: Pick<Presets, 'findStartable'>;
  readonly clock: Clock;
  readonly randomHex: (byteCount: number) => string;
  readonly logger: Logger;
}

/** The same, with the one watcher of each host. */
export interface SessionsScope extends SessionsParts {
  readonly watcherOf: (host: Host) => SessionWatcher;
}
