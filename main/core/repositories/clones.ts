import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { fail, succeed } from '../../contract/failure.ts';
import type { Repository } from '../../contract/repositories.ts';
import { type FindHost, type Host, isSameHost } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import type { Clock } from '../ports.ts';
import { operationStream } from '../streams/operation-stream.ts';
import { RunningOperations } from '../streams/running-operations.ts';
import { type AskedClone, askedOf, cloneRepository, refuseClone } from './clone-repository.ts';

/** What the clones are made of. */
export interface ClonesParts {
  readonly findHost: FindHost;
  /** Finds a host without connecting to it. */
  readonly findKnownHost: FindHost;
  readonly clock: Clock;
}

type CloneHandlers = Pick<Handlers<CoreContract>['repositories'], 'clone' | 'clones' | 'followClone' | 'cancelClone'>;

/** The handlers about clones: begun by one, followed and called off by anybody. */
export function createClones({ findHost, findKnownHost, clock }: ClonesParts): CloneHandlers {
  const running = new RunningOperations<AskedClone & Pick<Host, 'profile'>, Repository>(clock);
  const on = ({ profile }: Host) => running.all((asked) => isSameHost(asked.profile, profile));
  const into = (host: Host, path: string) => on(host).find(({ asked }) => asked.path === path);

  return {
    clone: (request) =>
      operationStream(async (onStep) => {
        const refused = refuseClone(request);
        if (refused !== null) return refused;
        const host = await findKnownHost(request.profile);
        if (!host.ok) return host;
        if (into(host.value, request.path) !== undefined) {
          return fail('busy', 'clone', 'A clone into this folder is under way.', 'Wait for its end, or stop it.');
        }
        const asked = { ...askedOf(request), profile: host.value.profile };
        // Noted before it connects, which may be called off as well.
        return running.begin(asked, (tell, signal) => cloneRepository(findHost, request, tell, signal)).follow(onStep);
      }),
    clones: async ({ profile }) => {
      const host = await findKnownHost(profile);
      if (!host.ok) return narrowFailures(host);
      return succeed(
        on(host.value).map(({ asked: { url, path, login }, startedAtMs }) => ({ url, path, login, startedAtMs })),
      );
    },
    followClone: async function* ({ profile, path }) {
      const host = await findKnownHost(profile);
      const clone = host.ok ? into(host.value, path) : undefined;
      if (clone !== undefined) yield* operationStream((onStep) => clone.follow(onStep));
      else if (!host.ok) yield { type: 'failed', failure: host.failure };
    },
    cancelClone: async ({ profile, path }, { signal }) => {
      const host = await findKnownHost(profile);
      if (!host.ok) return narrowFailures(host);
      return succeed({ isCancelled: (await into(host.value, path)?.callOff(signal)) ?? false });
    },
  };
}
