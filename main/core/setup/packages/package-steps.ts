import type { PlanStep } from '../../../contract/setup.ts';
import type { PackageNeed, PackagesFacts } from './packages.ts';

/** What each is good for, as the second half of a sentence. */
const uses: Readonly<Record<PackageNeed, string>> = {
  nginx: 'it leads to all editors of the server over one port',
  tmux: 'terminals in it outlive a lost link',
  git: 'it shows branches and changes, and clones repositories',
  curl: 'with it the server downloads VS Code by itself',
};

/** Debian and its kin start what they install. */
const staysQuiet: Readonly<Partial<Record<PackageNeed, string>>> = {
  nginx: ' Its own service is neither started nor enabled, so that no public web server appears on port 80.',
};

/** What each takes with what it brings along on Debian 12, bytes; counted where the package manager does not tell. */
const usualDiskBytes: Readonly<Record<PackageNeed, number>> = {
  nginx: 7_500_000,
  tmux: 1_500_000,
  git: 105_000_000,
  curl: 8_000_000,
};

type Row = PackagesFacts['packages'][number];

/** The id of the step that brings it. */
export const packageStepId = (need: PackageNeed) => `package:${need}`;

function detailOf({ need, package: name, version }: Row, state: PlanStep['state'], manager: string | null): string {
  if (state === 'done') return `${need}${version === null ? '' : ` ${version}`} is there.`;
  if (state === 'todo') return `${manager} installs ${name}: ${uses[need]}.${staysQuiet[need] ?? ''}`;
  if (manager === null) return `Somebody installs ${need} by the way of this system: ${uses[need]}.`;
  return `An administrator of the server runs this as root: ${uses[need]}.`;
}

/** The step of a plan that a package is. */
export function packageStep(row: Row, { elevation, manager }: PackagesFacts): PlanStep {
  const canInstall = elevation !== 'none' && manager !== null && row.package !== null;
  const state = row.isInstalled ? 'done' : canInstall ? 'todo' : 'by-hand';
  return {
    id: packageStepId(row.need),
    title: row.need,
    detail: detailOf(row, state, manager),
    state,
    isRequired: false,
    command: row.isInstalled ? null : row.command,
  };
}

/** What installing all that is `todo` takes: nothing where nothing can be. */
export function packageSizes(
  facts: PackagesFacts,
  steps: readonly PlanStep[],
): { readonly downloadBytes: number | null; readonly diskBytes: number } {
  const todo = facts.packages.filter(({ need }) =>
    steps.some(({ id, state }) => id === packageStepId(need) && state === 'todo'),
  );
  if (todo.length === 0) return { downloadBytes: 0, diskBytes: 0 };
  const usual = todo.reduce((sum, { need }) => sum + usualDiskBytes[need], 0);
  return { downloadBytes: facts.downloadBytes, diskBytes: facts.diskBytes ?? usual };
}
