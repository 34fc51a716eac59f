import type { GateTarget } from '../gate.ts';

/** Where a request that passed the checks goes. */
export type UpstreamRoute =
  | { readonly kind: 'forward'; readonly path: string }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'not-found' };

const notFound = { kind: 'not-found' } as const;

/** nginx and code-server resolve dot segments, also escaped ones; none may lead out of the instance's path. */
function hasDotSegment(path: string): boolean {
  try {
    return decodeURIComponent(path)
      .split(/[/\\]/)
      .some((segment) => segment === '.' || segment === '..');
  } catch {
    return true;
  }
}

const encodeFolder = (folder: string) => encodeURIComponent(folder).replaceAll('%2F', '/');

/** code-server opens an empty window unless it is told a folder or a workspace, or that none is wanted (`ew`). */
function saysWhatToOpen(query: string): boolean {
  const parameters = new URLSearchParams(query);
  return ['folder', 'workspace', 'ew'].some((name) => (parameters.get(name) ?? '') !== '');
}

/**
 * Maps the address of a request on the instance's origin to the one the channel's far end understands.
 * `entryPath` is `/vscode/<id>/`; `isPageRequest` is true for a plain GET or HEAD.
 */
export function upstreamRouteOf(
  url: string,
  entryPath: string,
  target: Pick<GateTarget, 'upstreamPath' | 'folder'>,
  isPageRequest: boolean,
): UpstreamRoute {
  const queryAt = url.indexOf('?');
  const path = queryAt === -1 ? url : url.slice(0, queryAt);
  const query = queryAt === -1 ? '' : url.slice(queryAt + 1);
  if (!path.startsWith(entryPath) || hasDotSegment(path)) return notFound;

  const isDirect = target.upstreamPath !== entryPath;
  if (isDirect && isPageRequest && path === entryPath && !saysWhatToOpen(query)) {
    const rest = query === '' ? '' : `&${query}`;
    return { kind: 'redirect', location: `${entryPath}?folder=${encodeFolder(target.folder)}${rest}` };
  }
  const upstreamPath = target.upstreamPath + path.slice(entryPath.length);
  return { kind: 'forward', path: queryAt === -1 ? upstreamPath : `${upstreamPath}?${query}` };
}
