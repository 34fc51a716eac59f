import { useEffect } from 'react';
import { useStore } from 'zustand';
import { copyMark, shortCount } from './copy-words.ts';
import type { RepositoryRow } from './repository-rows.ts';
import type { WorkingCopiesModel } from './working-copies-model.ts';

interface BranchCellProps {
  readonly row: RepositoryRow;
  readonly copies: WorkingCopiesModel;
  readonly profileId: string;
  readonly isLinked: boolean;
}

/** The branch, and how the working copy stands: a dot for changes, arrows for commits. It is asked for when it is looked at. */
export function BranchCell({ row: { id, branch, isListed }, copies, profileId, isLinked }: BranchCellProps) {
  const copy = useStore(copies.store, (state) => state[profileId]?.copies[id]);
  useEffect(
    () => (isListed && isLinked ? copies.look(profileId, id) : undefined),
    [copies, profileId, id, isListed, isLinked],
  );
  const { isDirty, ahead, behind, words } = copyMark(copy);
  const title = [branch ?? 'No branch is checked out', ...(words === null ? [] : [words])].join('\n');
  return (
    <td className="repository-branch mono dim">
      <span className="branch-line" title={title}>
        {branch === null ? <span className="faint">–</span> : <span className="cut">{branch}</span>}
        {words !== null && (
          <>
            <span className="branch-marks num" aria-hidden="true">
              {isDirty && <span className="branch-dirty" />}
              {ahead > 0 && <span>↑{shortCount(ahead)}</span>}
              {behind > 0 && <span>↓{shortCount(behind)}</span>}
            </span>
            <span className="hidden-text">{words}</span>
          </>
        )}
      </span>
    </td>
  );
}
