import type { ProcessRow } from '../../../../main/contract/processes.ts';
import { belongingWords, type NameOf, processName } from '../process-words.ts';
import type { DetailFacts } from './ProcessDetails.tsx';

/** What the other processes and the page know about one. */
export function detailFacts(row: ProcessRow, rows: ReadonlyMap<number, ProcessRow>, nameOf: NameOf): DetailFacts {
  const parent = rows.get(row.parentPid);
  return {
    parent: parent === undefined ? (row.parentPid === 0 ? 'the kernel' : String(row.parentPid)) : processName(parent),
    owner: belongingWords(row, nameOf) || 'none of Berth’s',
    started: new Date(row.startedAtMs).toLocaleString(),
  };
}
