import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { Repository } from '../../contract/repositories.ts';
import { type FindHost, type Host, isSameHost } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import type { Clock } from '../ports.ts';
import { RunningOperations } from '../streams/running-operations.ts';
import { type AskedClone, askedOf, type CloneRequest, cloneRepository, refuseClone } from './clone-repository.ts';

/** What the clones are made of. */
export interface ClonesParts {
  readonly findHost: FindHost;
  /** Finds a host without connecting to it. */
  readonly findKnownHost: FindHost;
  readonly clock: Clock;
}

type Asked = AskedClone & Pick<Host, 'profile'>;
type CloneHandlers = Pick<Handlers<CoreContract>['repositories'], 'clone' | 'clones' | 'followClone' | 'cancelClone'>;

/** The handlers about clones: begun by one, followed and called off by anybody. */
export function createClones({ findHost, findKnownHost, clock }: ClonesParts): CloneHandlers {
  const running = new RunningOperations<Asked, Repository>(clock);
  const isInto = (host: Host, path: string) => (asked: Asked) =>
    isSameHost(asked.profile, host.profile) && asked.path === path;
  const into = (host: Host, path: string) => running.all(isInto(host, path))[0];
  const freeHost = async (request: CloneRequest): Promise<Result<Host>> => {
    const refused = refuseClone(request);
    if (refused !== null) return refused;
    const host = await findKnownHost(request.profile);
    if (!host.ok || into(host.value, request.path) === undefined) return host;
    return fail('busy', 'clone', 'A clone into this folder is under way.', 'Wait for its end, or stop it.');
  };

  return {
    clone: async function* (request, context) {
      const host = await freeHost(request);
      if (!host.ok) {
        yield { type: 'failed', failure: host.failure };
        return;
      }
      running.forget(running.unheard(isInto(host.value, request.path)));
      const asked = { ...askedOf(request), profile: host.value.profile };
      // Noted before it connects, which may be called off as well.
      const clone = running.begin(asked, (tell, signal) => cloneRepository({ findHost, clock }, request, tell, signal));
      yield* clone.follow(context.signal);
    },
    clones: async ({ profile }) => {
      const host = await findKnownHost(profile);
      if (!host.ok) return narrowFailures(host);
      const isHere = (asked: Asked) => isSameHost(asked.profile, host.value.profile);
      return succeed(
        [...running.all(isHere), ...running.unheard(isHere)].map(({ asked: { url, path, login }, startedAtMs }) => ({
          url,
          path,
          login,
          startedAtMs,
        })),
      );
    },
    followClone: async function* ({ profile, path }, { signal }) {
      const host = await findKnownHost(profile);
      if (!host.ok) {
        yield { type: 'failed', failure: host.failure };
        return;
      }
      const clone = into(host.value, path) ?? running.unheard(isInto(host.value, path)).at(-1);
      if (clone === undefined) return;
      running.forget([clone]);
      yield* clone.follow(signal);
    },
    cancelClone: async ({ profile, path }, { signal }) => {
      const host = await findKnownHost(profile);
      if (!host.ok) return narrowFailures(host);
      return succeed({ isCancelled: (await into(host.value, path)?.callOff(signal)) ?? false });
    },
  };
}
