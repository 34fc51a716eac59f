import type { RepositoryRow } from './repository-rows.ts';

/** Which repositories a click on "Start all" starts. */
export interface StartPlan {
  readonly ids: readonly string[];
  /** How many do not run; more than `ids` when the ports are not enough. */
  readonly totalCount: number;
}

/**
 * Everything that does not run, as far as the free ports go; what was started here before goes first, because among
 * thousands of repositories these are the ones somebody works on. A suspended row has its port already.
 */
export function startPlan(rows: readonly RepositoryRow[], freePortCount: number): StartPlan {
  const waiting = rows.filter(({ state }) => state === 'stopped' || state === 'suspended' || state === 'crashed');
  const known = waiting.filter(({ hasInstance }) => hasInstance);
  const ordered = [...known, ...waiting.filter(({ hasInstance }) => !hasInstance)];
  let left = Math.max(0, freePortCount);
  const ids: string[] = [];
  for (const { id, port } of ordered) {
    if (port === null && left === 0) continue;
    if (port === null) left -= 1;
    ids.push(id);
  }
  return { ids, totalCount: waiting.length };
}
