import type { CleanupReport } from '../../../main/contract/cleanup.ts';
import type { Answer } from '../../api/problem.ts';
import { countOf } from '../../lib/format.ts';
import { freedWords, sizesOf } from './cleanup-sizes.ts';

/** What a cleanup came to, in one line. */
export function endSentence(answer: Answer<CleanupReport>): string {
  if (!answer.ok) return `the cleanup ended early. ${answer.failure.message}`;
  const { removed, remaining } = answer.value;
  const freed = freedWords(sizesOf(removed));
  const parts = [
    `${countOf(removed.length, 'item')} removed`,
    freed === '' ? '' : `${freed} given back`,
    remaining.length === 0 ? '' : `${countOf(remaining.length, 'item')} could not be removed`,
  ];
  return `the cleanup is done: ${parts.filter(Boolean).join(', ')}.`;
}
