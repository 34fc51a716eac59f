import type { CleanupItem } from '../../../main/contract/cleanup.ts';
import { formatDuration } from '../../lib/format.ts';
import { sizesOf, sizeWords } from './cleanup-sizes.ts';
import { kindWord } from './cleanup-tree.ts';

interface CleanupItemLineProps {
  readonly item: CleanupItem;
  /** Whether the line says its kind; under a heading of its kind it need not. */
  readonly hasKind: boolean;
  readonly isAdded?: boolean;
}

/** One target: what it is, why it goes, whose it is, how old and how large. */
export function CleanupItemLine({ item, hasKind, isAdded = false }: CleanupItemLineProps) {
  const { target, reason, owner, ageSeconds, obstacle } = item;
  const facts = [reason, owner, ageSeconds === null ? null : `${formatDuration(ageSeconds)} old`].filter(Boolean);
  return (
    <>
      <span className="cleanup-what">
        <span className="mono">
          {hasKind && <span className="cleanup-kind">{kindWord(item.kind)} </span>}
          {target}
          {isAdded && ' '}
          {isAdded && <span className="cleanup-new">new in this list</span>}
        </span>
        <span className="faint">{facts.join(' · ')}</span>
        {obstacle !== null && <span className="warn">Stays: {obstacle}</span>}
      </span>
      <span className="num dim cleanup-size">{sizeWords(sizesOf([item]))}</span>
    </>
  );
}
