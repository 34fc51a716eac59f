import type { CoreContract } from '../contract/contract.ts';
import type { Handlers } from '../contract/define.ts';
import type { Gate } from './gate/gate.ts';

/** Berth without a shell. */
export interface Core {
  /** One handler per method of the core's contract. */
  readonly handlers: Handlers<CoreContract>;
  /** For shells that put tabs on the screen. */
  readonly gate: Gate;
  /** Tells the links that the machine woke up or changed its network, so that they look at once. */
  wake(): void;
  /** Closes links, gate and streams; nothing of the core is left afterwards. Hosts keep running what runs. */
  dispose(): Promise<void>;
}
