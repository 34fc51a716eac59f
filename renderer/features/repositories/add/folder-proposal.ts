import type { Repository } from '../../../../main/contract/repositories.ts';

/** Where a new repository of a host goes when nobody says otherwise. */
export interface ProposalSources {
  readonly roots: readonly string[];
  /** The login name on the host: only root may write wherever it likes. */
  readonly user: string;
  readonly repositories: readonly Pick<Repository, 'path' | 'isAdded'>[];
}

/**
 * The folder that a new repository belongs in: where most of the others are, else the first one that this user can
 * surely write to. Without a trailing slash.
 */
export function proposedRoot({ roots, user, repositories }: ProposalSources): string {
  let best: { root: string; count: number } | null = null;
  for (const root of roots) {
    const isBelow = belowOf(root);
    const count = repositories.filter(({ path, isAdded }) => !isAdded && isBelow(path)).length;
    if (count > (best?.count ?? 0)) best = { root, count };
  }
  const own = user === 'root' ? undefined : roots.find((root) => root.startsWith('~/'));
  return trimmed(best?.root ?? own ?? roots[0] ?? '~');
}

/** The proposed folder of a repository; a name that is not typed yet leaves only where it goes. */
export function proposedPath(root: string, name: string): string {
  return `${trimmed(root)}/${name.trim().replaceAll('/', '-')}`;
}

const trimmed = (root: string) => root.replace(/\/+$/, '');

/** `~/` is read as any home, because only the host knows where its user's is. */
function belowOf(root: string): (path: string) => boolean {
  const plain = trimmed(root);
  if (!plain.startsWith('~/')) return (path) => path.startsWith(`${plain}/`);
  const rest = `${plain.slice(1)}/`;
  return (path) => {
    const home = /^(?:\/root|\/home\/[^/]+|\/Users\/[^/]+)(?=\/)/.exec(path)?.[0];
    return home !== undefined && path.slice(home.length).startsWith(rest);
  };
}
