import type { Zone } from './arrow-rules.ts';

/** The zone of a file, with the `*` of its place filled in. */
export interface MatchedZone {
  readonly place: string;
  readonly modules: readonly string[];
  readonly packages: readonly string[];
}

/** The place with its `*` filled in, when the file is in it. */
function placeOf(file: string, place: string): string | null {
  const star = place.indexOf('*');
  if (star === -1) return isIn(file, place) ? place : null;
  const before = place.slice(0, star);
  const folder = file.slice(before.length).split('/')[0] ?? '';
  const filled = before + folder + place.slice(star + 1);
  return file.startsWith(before) && isIn(file, filled) ? filled : null;
}

/** Whether a file is a place, or in it. */
export function isIn(file: string, place: string): boolean {
  return place.endsWith('/') ? file.startsWith(place) : file === place;
}

/** Finds the most exact zone; null when no rule knows the file. A place written out is more exact than one with `*`. */
export function matchZone(file: string, zones: readonly Zone[]): MatchedZone | null {
  const matches = zones.flatMap((zone) => {
    const place = placeOf(file, zone.place);
    return place === null
      ? []
      : [{ place, modules: zone.modules, packages: zone.packages, rank: zone.place.includes('*') ? 0 : 1 }];
  });
  const [best] = matches.sort((one, other) => other.place.length - one.place.length || other.rank - one.rank);
  return best ?? null;
}

/** Whether a package may be imported: by its name, a sub-path of it, or a pattern. */
export function isPackageAllowed(specifier: string, packages: readonly string[]): boolean {
  const isElectron = specifier === 'electron' || specifier.startsWith('electron/') || specifier === '#electron';
  return packages.some((allowed) => {
    if (allowed === '*') return !isElectron;
    if (allowed.endsWith('*')) return specifier.startsWith(allowed.slice(0, -1));
    const isSubPath = !allowed.startsWith('node:') && specifier.startsWith(`${allowed}/`);
    return specifier === allowed || isSubPath;
  });
}
