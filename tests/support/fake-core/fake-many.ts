import { type Failure, fail } from '../../../main/contract/failure.ts';
import { profile } from '../../../main/contract/profiles.ts';
import { type FakeHost, fakeHost, fakeInstance } from './fake-hosts.ts';
import { fakeRepository } from './fake-repositories.ts';

/** What a start is told that does not fit, in the words of the real host. */
export const noMemory: Failure = fail(
  'out-of-memory',
  'budget',
  'VS Code needs about 610 MB of memory for this repository, and 212 MB are free on the server.',
  'Suspend actmcp, then try again, or start it all the same.',
  {
    detail:
      'free: 212 MB, needed: 610 MB\navailable: 1431 MB, kept for the server: 205 MB, kept for running instances: 1014 MB\n' +
      'actmcp: 612 MB, idle for 41 min\npytorch-transformers: 877 MB',
  },
).failure;

/** One host with very many repositories, of which a few run. */
export function manyRepositories(count = 1000): FakeHost[] {
  const names = Array.from({ length: count }, (_, index) => `repository-${String(index).padStart(4, '0')}`);
  const running = [7, 311, 998].map((index, place) =>
    fakeInstance(names[index] ?? 'none', {
      state: 'running',
      port: 8888 + place,
      pid: 4000 + place,
      memoryBytes: 300 * 1024 ** 2,
      startedAtMs: Date.now() - 3_600_000,
      supervision: 'marker',
      idleSeconds: 0,
    }),
  );
  const named = profile.parse({ id: 'archive', name: 'archive', address: '192.0.2.90', user: 'deploy' });
  const repositories = names.map((name) => fakeRepository(`/srv/code/${name}`));
  return [fakeHost(named, { repositories, instances: running })];
}
