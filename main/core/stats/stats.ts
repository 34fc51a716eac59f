import type { Logger } from 'pino';
import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import type { FindHost } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import type { Clock } from '../ports.ts';
import { perLink } from '../watching/per-link.ts';
import { readHistory } from './history.ts';
import { HostSampler } from './host-sampler.ts';

/** What the readings are made of. */
export interface StatsParts {
  readonly findHost: FindHost;
  /** Finds a host and connects nothing. */
  readonly findKnownHost: FindHost;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Aborts when the app quits. */
  readonly closing: AbortSignal;
}

/** The handlers of `stats`. */
export function createStats(parts: StatsParts): Handlers<CoreContract>['stats'] {
  const { findHost, findKnownHost } = parts;
  const samplerOf = perLink(
    (host) => new HostSampler({ ...parts, host, lookUp: () => findKnownHost(host.profile.id) }),
  );
  return {
    async *watch({ profile, ...wants }, { signal }) {
      const isOver = AbortSignal.any([signal, parts.closing]);
      let host = await findHost(profile);
      while (host.ok) {
        const end = yield* samplerOf(host.value).watch(wants, isOver);
        if (end === null) return;
        // Whoever watches a profile goes on where that leads by now; somebody else connects it.
        host = end.type === 'moved' ? await findKnownHost(host.value.profile.id) : { ok: false, failure: end.failure };
      }
      yield { type: 'failed', failure: host.failure };
    },
    history: async ({ profile, ...span }, { signal }) => {
      const host = await findHost(profile);
      return narrowFailures(host.ok ? await readHistory(host.value, span, signal) : host);
    },
  };
}
