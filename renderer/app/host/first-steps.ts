import type { RepositoryRow } from '../../features/repositories/list/repository-rows.ts';

/** One of the steps from a server that is reached to an editor in it. */
export interface FirstStep {
  readonly name: string;
  readonly state: 'done' | 'next' | 'later';
}

/** What a host tells about how far somebody has come on it; null while it has not told. */
export interface FirstStepsSources {
  readonly rows: readonly RepositoryRow[] | null;
  readonly areInstancesKnown: boolean;
  /** Whether it has what editors need. */
  readonly isReady: boolean | undefined;
}

/**
 * The steps to the first editor of a host that is linked; null as soon as anything was ever opened there, and while that is
 * not known.
 */
export function firstSteps({ rows, areInstancesKnown, isReady }: FirstStepsSources): readonly FirstStep[] | null {
  if (rows === null || !areInstancesKnown || isReady === undefined) return null;
  if (rows.some(({ hasInstance, lastOpenedAtMs }) => hasInstance || lastOpenedAtMs !== null)) return null;
  const marks: readonly (readonly [string, boolean])[] = [
    ['Connected', true],
    ['Ready for VS Code', isReady],
    ['First repository', rows.length > 0],
    ['First editor', false],
  ];
  const next = marks.findIndex(([, isDone]) => !isDone);
  return marks.map(([name, isDone], index) => ({ name, state: isDone ? 'done' : index === next ? 'next' : 'later' }));
}
