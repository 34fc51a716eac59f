import path from 'node:path';
import { shippedPlaces, zones } from './arrow-rules.ts';
import { type Check, type CheckOutcome, outcomeOf } from './check-kind.ts';
import { findCycles } from './find-cycles.ts';
import { isIn, isPackageAllowed, type MatchedZone, matchZone } from './match-zone.ts';
import { type Import, readImports } from './read-imports.ts';
import { isTypeScript, listFiles, readFiles, type SourceFile } from './source-files.ts';

const isRelative = (specifier: string) => specifier.startsWith('.');

/** The project file a relative import leads to. */
const targetOf = (file: string, specifier: string) => path.posix.join(path.posix.dirname(file), specifier);

/** Why an import is not allowed; null when it is. */
function objectionTo(file: string, { specifier }: Import, zone: MatchedZone): string | null {
  if (specifier === null) {
    return shippedPlaces.some((place) => isIn(file, place)) ? 'imports what is computed and cannot be checked' : null;
  }
  if (!isRelative(specifier)) {
    return isPackageAllowed(specifier, zone.packages) ? null : `must not import the package ${specifier}`;
  }
  const target = targetOf(file, specifier);
  const isAllowed = [zone.place, ...zone.modules].some((place) => isIn(target, place));
  return isAllowed ? null : `must not import ${target}`;
}

/** The modules that must have run before this one: types are gone by then, and may refer to one another. */
const runningTargets = (file: string, imports: readonly Import[]) =>
  imports.flatMap(({ specifier, isTypeOnly }) =>
    specifier === null || isTypeOnly || !isRelative(specifier) ? [] : [targetOf(file, specifier)],
  );

/** Checks every import of every module against the rules, and that no module reaches itself. */
export function checkArrows(files: readonly SourceFile[]): CheckOutcome {
  const problems: string[] = [];
  const graph = new Map<string, readonly string[]>();
  for (const { path: file, text } of files) {
    const imports = readImports(file, text);
    graph.set(file, runningTargets(file, imports));
    const zone = matchZone(file, zones);
    if (zone === null) {
      problems.push(`${file} is in no place that build/check/arrow-rules.ts knows`);
      continue;
    }
    for (const one of imports) {
      const objection = objectionTo(file, one, zone);
      if (objection !== null) problems.push(`${file}:${String(one.line)} (${zone.place}) ${objection}`);
    }
  }
  for (const cycle of findCycles(graph)) problems.push(`these modules import one another: ${cycle.join(', ')}`);
  return outcomeOf(files.length, problems);
}

export const importArrows: Check = {
  name: 'import arrows',
  things: 'modules',
  run: async () => checkArrows(await readFiles((await listFiles()).filter(isTypeScript))),
};
