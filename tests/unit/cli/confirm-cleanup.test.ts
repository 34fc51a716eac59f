import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { succeed } from '../../../main/contract/failure.ts';
import { profile } from '../../../main/contract/profiles.ts';
import { cleanupItemOf } from '../../support/fake-core/fake-cleanup.ts';
import { type HostlessCore, hostlessCore } from '../../support/fakes/hostless-core.ts';
import { type TryOptions, tryCli } from './world.ts';

const digest = 'a'.repeat(64);
const items = [cleanupItemOf('directory', '~/.local/share/berth', 'everything of Berth')];
const warnings = [{ repository: 'web', path: '/srv/web', message: '3 changed files' }];
const argv = ['cleanup', 'run', '--profile', 'p1', '--level', 'everything'];

/** Runs a cleanup; the profile's id is `p1`, its name "Frankfurt". */
async function run(options: TryOptions, words = argv) {
  const cores: HostlessCore[] = [];
  const core = () => {
    const made = hostlessCore({
      profiles: {
        list: async () => succeed([profile.parse({ id: 'p1', name: 'Frankfurt', address: 'h', user: 'u' })]),
      },
      cleanup: {
        preview: async () => succeed({ items, warnings, digest }),
        async *run() {
          yield { type: 'done', value: { removed: items, remaining: [], backupPath: null } } as const;
        },
      },
    });
    cores.push(made);
    return made;
  };
  const outcome = await tryCli(words, { core, ...options });
  const runs = cores.flatMap(({ calls }) => calls).filter(({ method }) => method === 'cleanup.run');
  return { ...outcome, runs: runs.map(({ input }) => input) };
}

test('shows the list and goes on with exactly it when the name of the profile is typed', async () => {
  const { code, stderr, runs } = await run({ stdin: 'Frankfurt\n', isTyped: true });
  expect(code).toBe(0);
  expect(stderr).toContain('~/.local/share/berth');
  expect(stderr).toContain('3 changed files');
  expect(stderr).toContain('Type the name of the server, Frankfurt, to go on');
  expect(runs).toMatchObject([{ profile: 'p1', level: 'everything', digest }]);
});

test.each(['p1\n', '\n', 'yes\n'])('removes nothing when %j is typed', async (stdin) => {
  const { code, stdout, runs } = await run({ stdin, isTyped: true });
  expect([code, runs]).toEqual([1, []]);
  expect(JSON.parse(stdout).error.message).toContain('nothing was removed');
});

test('refuses where nobody can be asked, before a host is reached, and takes --yes there', async () => {
  const refused = await run({ stdin: 'Frankfurt\n' });
  expect([refused.code, refused.opened, refused.runs]).toEqual([2, [], []]);
  expect(JSON.parse(refused.stdout).error.nextStep).toContain('--yes');
  const confirmed = await run({}, [...argv, '--yes']);
  expect([confirmed.code, confirmed.runs]).toMatchObject([0, [{ digest: null }]]);
});

test('ends at once when it is stopped instead of answered', async () => {
  const abort = new AbortController();
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const asked = run({
    input: stdin,
    signal: abort.signal,
    stderr: { write: (text) => text.includes('Type the name') && abort.abort() },
  });
  const { code, stdout, runs } = await asked;
  expect([code, runs]).toEqual([1, []]);
  expect(JSON.parse(stdout).error.kind).toBe('cancelled');
});

test('asks nothing at the other levels', async () => {
  const { code, stderr, runs } = await run({}, ['cleanup', 'run', '--profile', 'p1', '--level', 'instances']);
  expect([code, stderr, runs.length]).toEqual([0, '', 1]);
});
