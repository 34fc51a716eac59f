import type { Result } from '../../../contract/failure.ts';
import type { HostStatus } from '../../../contract/hosts.ts';
import type { ConnectOptions } from '../link.ts';
import type { Way } from '../way/way.ts';
import type { ReconnectingLinkOptions } from './reconnecting-link.ts';
import { ReconnectingLink } from './reconnecting-link.ts';

/** A link that tells the hosts on its way what it is told. */
export class LinkOnItsWay extends ReconnectingLink {
  readonly #way: Way;

  constructor(options: ReconnectingLinkOptions, way: Way) {
    super(options);
    this.#way = way;
  }

  override connect(options?: ConnectOptions): Promise<Result<HostStatus>> {
    if (this.status().state !== 'connected') this.#way.hurry();
    return super.connect(options);
  }

  override wake(): void {
    this.#way.wake();
    super.wake();
  }
}
