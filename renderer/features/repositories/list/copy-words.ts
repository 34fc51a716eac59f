import type { WorkingCopy } from '../../../../main/contract/repositories.ts';
import { countOf } from '../../../lib/format.ts';

/** How a working copy stands, as marks beside its branch and as words. */
export interface CopyMark {
  readonly isDirty: boolean;
  readonly ahead: number;
  readonly behind: number;
  /** "3 changed files, 1 commit ahead"; null when there is nothing to tell. */
  readonly words: string | null;
}

/** The marks of a working copy; one that is clean and level with its upstream has none. */
export function copyMark(copy: WorkingCopy | undefined): CopyMark {
  const changed = copy?.changedCount ?? 0;
  const ahead = copy?.aheadCount ?? 0;
  const behind = copy?.behindCount ?? 0;
  const words = [
    ...(changed > 0 ? [countOf(changed, 'changed file')] : []),
    ...(ahead > 0 ? [`${countOf(ahead, 'commit')} ahead`] : []),
    ...(behind > 0 ? [`${countOf(behind, 'commit')} behind`] : []),
  ];
  return { isDirty: changed > 0, ahead, behind, words: words.length === 0 ? null : words.join(', ') };
}

/** A count that never takes more than three places. */
export function shortCount(count: number): string {
  return count > 99 ? '99+' : String(count);
}
