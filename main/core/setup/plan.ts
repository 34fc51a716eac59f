import { type Result, succeed } from '../../contract/failure.ts';
import type { CodeServerSource, SetupPlan } from '../../contract/setup.ts';
import type { Host } from '../host.ts';
import type { CodeServerReleases } from '../ports.ts';
import type { CodeServerPlanStep } from './code-server/code-servers.ts';
import type { CodeServerFacts } from './code-server/facts.ts';
import { lookAtCodeServers } from './code-server/look.ts';
import { planStepOf } from './code-server/plan-step.ts';
import { judge, sourcesOf } from './code-server/verdict.ts';
import { packageSizes, packageStep, packageStepId } from './packages/package-steps.ts';
import { lookAtPackages, type PackageNeed, type PackagesFacts, packageNeed } from './packages/packages.ts';

/** The step that brings the editors, the only one that they cannot do without. */
export const codeServerStepId = 'code-server';

/** What a step of that id brings of the distribution; null for what is none of its packages. */
export function packageOf(stepId: string): PackageNeed | null {
  return packageNeed.options.find((need) => packageStepId(need) === stepId) ?? null;
}

/** The plan that follows from what was seen on a host. Packages come first, because code-server may be fetched with one of them. */
export function planOf(packages: PackagesFacts, codeServer: CodeServerPlanStep): SetupPlan {
  const steps = packages.packages.map((row) => packageStep(row, packages));
  const sizes = packageSizes(packages, steps);
  const { downloadBytes, diskBytes, ...step } = codeServer;
  return {
    elevation: packages.elevation,
    packageManager: packages.manager,
    steps: [...steps, step],
    downloadBytes: downloadBytes === null || sizes.downloadBytes === null ? null : downloadBytes + sizes.downloadBytes,
    diskBytes: diskBytes + sizes.diskBytes,
    isEnough: step.state !== 'by-hand' || !step.isRequired,
  };
}

/** Whether a host is to download code-server from one of these sources, and has nothing to do that with. */
function lacksDownloader(
  facts: CodeServerFacts,
  releases: CodeServerReleases,
  sources: readonly CodeServerSource[],
): boolean {
  const verdict = judge(facts, releases);
  const isDownloaded = verdict.kind === 'install' && verdict.archive !== null && sourcesOf(sources).includes('release');
  return isDownloaded && facts.downloaders.length === 0;
}

/** Looks at a host and tells what a setup would do that brings code-server from one of `sources`; nothing is changed. */
export async function lookAndPlan(
  host: Host,
  releases: CodeServerReleases,
  sources: readonly CodeServerSource[],
  signal?: AbortSignal,
): Promise<Result<SetupPlan>> {
  const facts = await lookAtCodeServers(host, signal);
  if (!facts.ok) return facts;
  const wantsCurl = lacksDownloader(facts.value, releases, sources);
  const needs: readonly PackageNeed[] = ['nginx', 'tmux', 'git'];
  const packages = await lookAtPackages(host, wantsCurl ? [...needs, 'curl'] : needs, signal);
  if (!packages.ok) return packages;
  const { elevation, manager } = packages.value;
  if (!wantsCurl || (elevation !== 'none' && manager !== null)) {
    // With curl the host is one that downloads.
    const downloaders = wantsCurl ? ['curl'] : facts.value.downloaders;
    return succeed(planOf(packages.value, planStepOf({ ...facts.value, downloaders }, releases, sources)));
  }
  // A host that cannot download is sent its code-server, so nobody is asked to bring curl by hand.
  const rows = packages.value.packages.filter(({ need }) => need !== 'curl');
  return succeed(planOf({ ...packages.value, packages: rows }, planStepOf(facts.value, releases, sources)));
}
