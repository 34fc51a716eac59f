import type { Logger } from 'pino';
import type { Gate } from '../gate/gate.ts';
import type { FindHost, Host } from '../host.ts';
import type { Clock } from '../ports.ts';
import type { HostOrder } from '../watching/host-order.ts';
import type { ResolveRepository } from './find-instance.ts';
import type { InstanceWatcher } from './instance-watcher.ts';

/** What the instances capability is made of. */
export interface InstancesParts {
  readonly findHost: FindHost;
  readonly resolveRepository: ResolveRepository;
  readonly gate: Gate;
  readonly orderOf: (host: Host) => HostOrder;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The same, with the one watcher of each host. */
export interface InstancesScope extends InstancesParts {
  readonly watcherOf: (host: Host) => InstanceWatcher;
}
