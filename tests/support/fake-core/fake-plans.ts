import { fail } from '../../../main/contract/failure.ts';
import type { CodeServers, PlanStep, SetupPlan } from '../../../main/contract/setup.ts';

const mebi = 1024 ** 2;

/** A step that is done, but for what `part` says. */
export function planStepOf(id: string, title: string, part: Partial<PlanStep> = {}): PlanStep {
  return { id, title, detail: `${title} is there.`, state: 'done', isRequired: false, command: null, ...part };
}

/** A plan whose figures follow from its steps. */
export function planOf(steps: PlanStep[], part: Partial<SetupPlan> = {}): SetupPlan {
  const isEnough = steps.every(({ isRequired, state }) => !isRequired || state !== 'by-hand');
  const hasMore = steps.some(({ state }) => state === 'todo');
  return {
    elevation: 'sudo',
    packageManager: 'apt',
    steps,
    downloadBytes: hasMore ? 224_300_000 : 0,
    diskBytes: hasMore ? 914_000_000 : 0,
    isEnough,
    ...part,
  };
}

type InstalledVersion = CodeServers['versions'][number];

/** A version as a host lists it. */
export function versionOf(version: string, part: Partial<InstalledVersion> = {}): InstalledVersion {
  const sizeBytes = 781 * mebi;
  return { version, isCurrent: false, isPrevious: false, sizeBytes, installedAtMs: null, usedBy: [], ...part };
}

/** The plan of a host on which everything is there. */
export const readyPlan = planOf([
  planStepOf('package:nginx', 'nginx', { detail: 'nginx 1.22.1 is there.' }),
  planStepOf('package:tmux', 'tmux', { detail: 'tmux 3.3a is there.' }),
  planStepOf('package:git', 'git', { detail: 'git 2.39.5 is there.' }),
  planStepOf('code-server', 'code-server 4.139.1', { detail: 'Version 4.139.1 is there and used.' }),
]);

/** The pinned version alone. */
export const oneVersion: CodeServers = {
  versions: [versionOf('4.139.1', { isCurrent: true })],
  foreign: null,
  pinnedVersion: '4.139.1',
  partialBytes: 0,
};

/** What a host that has only sshd and bash would be given; nginx is left to somebody with more rights where there is no way to root. */
export const barePlan = (elevation: 'root' | 'sudo' | 'none' = 'sudo') => {
  const isByHand = elevation === 'none';
  const packageStep = (name: string, detail: string) =>
    planStepOf(`package:${name}`, name, {
      state: isByHand ? 'by-hand' : 'todo',
      detail,
      command: `${isByHand ? 'sudo ' : 'sudo -n '}apt-get install --yes --no-install-recommends ${name === 'nginx' ? 'nginx-light' : name}`,
    });
  return planOf(
    [
      planStepOf('package:git', 'git', { detail: 'git 2.39.5 is there.' }),
      packageStep(
        'nginx',
        isByHand
          ? 'An administrator of the server runs this as root: it leads to all editors of the server over one port.'
          : 'apt installs nginx-light: it leads to all editors of the server over one port. Its own service is neither started nor enabled, so that no public web server appears on port 80.',
      ),
      packageStep(
        'tmux',
        isByHand
          ? 'An administrator of the server runs this as root: terminals in it outlive a lost link.'
          : 'apt installs tmux: terminals in it outlive a lost link.',
      ),
      planStepOf('code-server', 'code-server 4.139.1', {
        state: 'todo',
        isRequired: true,
        detail:
          'The server downloads 222 MB from github.com; if it cannot, this computer does and sends them over the link.',
      }),
    ],
    { elevation },
  );
};

/** Three versions of which an older one is still in use, and this Berth brings a later one. */
export const manyVersions = () => ({
  versions: [
    versionOf('4.139.1', { isCurrent: true, usedBy: ['actmcp'], installedAtMs: Date.now() - 3 * 86_400_000 }),
    versionOf('4.138.0', {
      isPrevious: true,
      usedBy: ['pytorch-transformers'],
      installedAtMs: Date.now() - 40 * 86_400_000,
    }),
    versionOf('4.130.2', { sizeBytes: null }),
  ],
  foreign: null,
  pinnedVersion: '4.139.2',
  partialBytes: 0,
});

/** What a start answers on a host without code-server. */
export const editorMissing = fail(
  'code-server-missing',
  'process',
  'VS Code is not installed on this server.',
  'Set this server up, then try again.',
).failure;

/** A package manager on a host without a network. */
export const noMirror = fail(
  'unavailable',
  'packages',
  'The server reaches no mirror of its distribution.',
  'Give it a network, or install tmux by hand.',
).failure;

/** A download that was changed on its way. */
export const wrongHash = fail(
  'setup-failed',
  'download',
  'What was downloaded is not code-server 4.139.1: its sha256 is another one.',
  'Try again; if it goes on, let this computer send it.',
  { detail: 'expected 53029be6…0674\nfound    e3b0c442…b855\n222167474 bytes from github.com' },
).failure;
