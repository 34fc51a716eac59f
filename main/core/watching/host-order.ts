import type { Logger } from 'pino';
import type { Result } from '../../contract/failure.ts';
import type { Host } from '../host.ts';
import { type Reconciled, reconcile } from '../remote/reconcile.ts';

/** Puts a host right once for all who watch something of it, and again whenever somebody has reason to doubt it. */
export class HostOrder {
  readonly #host: Host;
  readonly #logger: Logger;
  #once: Promise<Result<Reconciled>> | null = null;
  #isUnderWay = false;

  constructor(host: Host, logger: Logger) {
    this.#host = host;
    this.#logger = logger;
  }

  /** Something may have gone wrong on the host since it was put right. While that is under way it is not begun once more. */
  doubt(): void {
    if (!this.#isUnderWay) this.#once = null;
  }

  /** What came of it; the same promise until somebody doubts it. */
  putRight(): Promise<Result<Reconciled>> {
    this.#once ??= this.#reconcile();
    return this.#once;
  }

  async #reconcile(): Promise<Result<Reconciled>> {
    this.#isUnderWay = true;
    const outcome = await reconcile(this.#host.remote).finally(() => {
      this.#isUnderWay = false;
    });
    if (!outcome.ok) {
      this.#logger.warn({ failure: outcome.failure }, 'a host could not be put right');
      if (outcome.failure.kind === 'link-lost') this.doubt();
    } else if (outcome.value.changes.length > 0) {
      this.#logger.info({ changes: outcome.value.changes }, 'a host was put right');
    }
    return outcome;
  }
}
