import { type Result, succeed } from '../../contract/failure.ts';
import type { SetupPlan } from '../../contract/setup.ts';
import type { Host } from '../host.ts';
import type { CodeServerPlanStep, CodeServersOfHosts } from './code-server/code-servers.ts';
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
    isEnough: step.state !== 'by-hand',
  };
}

/** Looks at a host and tells what a setup would do; nothing is changed. */
export async function lookAndPlan(
  host: Host,
  codeServers: Pick<CodeServersOfHosts, 'look' | 'planStep'>,
  signal?: AbortSignal,
): Promise<Result<SetupPlan>> {
  const codeServer = await codeServers.planStep(host, signal);
  if (!codeServer.ok) return codeServer;
  const needs: PackageNeed[] = ['nginx', 'tmux', 'git'];
  if (codeServer.value.state === 'todo') {
    const facts = await codeServers.look(host, signal);
    if (!facts.ok) return facts;
    if (facts.value.downloaders.length === 0) needs.push('curl');
  }
  const packages = await lookAtPackages(host, needs, signal);
  if (!packages.ok) return packages;
  const { elevation, manager } = packages.value;
  // A host that cannot download is sent its code-server, so nobody is asked to bring curl by hand.
  const wanted = packages.value.packages.filter(
    ({ need }) => need !== 'curl' || (elevation !== 'none' && manager !== null),
  );
  return succeed(planOf({ ...packages.value, packages: wanted }, codeServer.value));
}
