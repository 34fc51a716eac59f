import { type Result, succeed } from '../../contract/failure.ts';
import type { SetupPlan } from '../../contract/setup.ts';
import type { Host } from '../host.ts';
import type { CodeServerReleases } from '../ports.ts';
import type { CodeServerPlanStep } from './code-server/code-servers.ts';
import { lookAtCodeServers } from './code-server/look.ts';
import { planStepOf } from './code-server/plan-step.ts';
import { packageSizes, packageStep } from './packages/package-steps.ts';
import { lookAtPackages, type PackageNeed, type PackagesFacts } from './packages/packages.ts';

/** The step that brings the editors, the only one that they cannot do without. */
export const codeServerStepId = 'code-server';

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

/** Looks at a host and tells what a setup would do; nothing is changed. */
export async function lookAndPlan(
  host: Host,
  releases: CodeServerReleases,
  signal?: AbortSignal,
): Promise<Result<SetupPlan>> {
  const facts = await lookAtCodeServers(host, signal);
  if (!facts.ok) return facts;
  const canDownload = facts.value.downloaders.length > 0;
  const wantsCurl = !canDownload && planStepOf(facts.value, releases).state === 'todo';
  const needs: readonly PackageNeed[] = ['nginx', 'tmux', 'git'];
  const packages = await lookAtPackages(host, wantsCurl ? [...needs, 'curl'] : needs, signal);
  if (!packages.ok) return packages;
  const { elevation, manager } = packages.value;
  if (!wantsCurl || (elevation !== 'none' && manager !== null)) {
    // With curl the host is one that downloads.
    const downloaders = wantsCurl ? ['curl'] : facts.value.downloaders;
    return succeed(planOf(packages.value, planStepOf({ ...facts.value, downloaders }, releases)));
  }
  // A host that cannot download is sent its code-server, so nobody is asked to bring curl by hand.
  const rows = packages.value.packages.filter(({ need }) => need !== 'curl');
  return succeed(planOf({ ...packages.value, packages: rows }, planStepOf(facts.value, releases)));
}
