import { z } from 'zod';
import type { Failure, Result } from '../../../contract/failure.ts';
import type { OperationStep } from '../../../contract/operation.ts';
import { setupPlan } from '../../../contract/setup.ts';
import type { Host } from '../../host.ts';
import { cleanLine } from '../../remote/untrusted.ts';

/** What a host's distribution is asked for. `curl` only where the host could not download otherwise. */
export const packageNeed = z.enum(['nginx', 'tmux', 'git', 'curl']);
export type PackageNeed = z.output<typeof packageNeed>;

const line = z.string().transform((text) => cleanLine(text));
const bytes = z.number().int().nonnegative().nullable();
/** A command that somebody may run as it is: not a character of it is cleaned away or cut off. */
const command = z.string().regex(/^[\x20-\x7e]{1,500}$/);

/** What `packages-plan` and `packages-install` answer. */
export const packagesFacts = z.object({
  elevation: setupPlan.shape.elevation,
  manager: setupPlan.shape.packageManager,
  packages: z
    .object({
      need: packageNeed,
      /** Its name in the distribution; null where no package manager is known. */
      package: line.nullable(),
      isInstalled: z.boolean(),
      version: line.nullable(),
      /** What an administrator runs as root to install it. */
      command: command.nullable(),
    })
    .array()
    .max(packageNeed.options.length),
  /** Of all that is missing; null where the package manager does not tell beforehand. */
  downloadBytes: bytes,
  diskBytes: bytes,
});
export type PackagesFacts = z.output<typeof packagesFacts>;

/** The scripts end earlier: a refresh, a download and an installation are limited to 5 and 15 minutes each, a busy lock to 2. */
const installTimeoutMs = 45 * 60_000;
/** A package manager reads its whole index, on a slow disk too. */
const lookTimeoutMs = 90_000;

const needArguments = (needs: readonly PackageNeed[]) => needs.flatMap((need) => ['--need', need]);

/** Whether nobody was reached who could send a package, so that another one would not come either. */
export function reachedNoMirror({ stage, message }: Failure): boolean {
  return stage === 'packages' && message.includes('reached no mirror');
}

/** What is there of the distribution's packages, and what installing the rest would take; changes nothing. */
export function lookAtPackages(
  { remote }: Host,
  needs: readonly PackageNeed[],
  signal?: AbortSignal,
): Promise<Result<PackagesFacts>> {
  const options = signal === undefined ? {} : { signal };
  return remote.call('packages-plan', needArguments(needs), packagesFacts, { timeoutMs: lookTimeoutMs, ...options });
}

/** Installs one package. An abort ends it while it downloads; once packages are being changed, it goes to its end. */
export function installPackage(
  { remote }: Host,
  need: PackageNeed,
  onStep: (step: OperationStep) => void,
  signal: AbortSignal,
): Promise<Result<PackagesFacts>> {
  const options = { timeoutMs: installTimeoutMs, onStep, cancelSignal: signal };
  return remote.operate('packages-install', needArguments([need]), packagesFacts, options);
}
