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
    downloadBytes: hasMore ? 214 * mebi : 0,
    diskBytes: hasMore ? 790 * mebi : 0,
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
  planStepOf('package:git', 'git', { isRequired: true, detail: 'git 2.39.5 is there.' }),
  planStepOf('code-server', 'VS Code', { isRequired: true, detail: 'code-server 4.139.1 is there.' }),
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
      planStepOf('package:git', 'git', { isRequired: true, detail: 'git 2.39.5 is there.' }),
      packageStep(
        'nginx',
        'nginx-light of Debian, 1.1 MB. It is not started as a public server; Berth runs its own on 127.0.0.1.',
      ),
      packageStep('tmux', 'tmux of Debian, 0.9 MB. Terminals in it outlive a lost link.'),
      planStepOf('code-server', 'VS Code', {
        state: 'todo',
        isRequired: true,
        detail:
          'code-server 4.139.1 from github.com, 212 MB, checked by its sha256; when this server cannot reach it, it is sent from this computer.',
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

/** A download that was changed on its way. */
export const wrongHash = fail(
  'setup-failed',
  'download',
  'What was downloaded is not code-server 4.139.1: its sha256 is another one.',
  'Try again; if it goes on, let this computer send it.',
  { detail: 'expected 53029be6…0674\nfound    e3b0c442…b855\n222167474 bytes from github.com' },
).failure;
