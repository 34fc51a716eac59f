import type { ProcessRow } from '../../../../main/contract/processes.ts';
import { memoryOf } from '../process-table.ts';
import type { Arrangement, SortColumn } from '../process-views.ts';
import { belongingWords, type NameOf, stateWords, titleOf } from '../process-words.ts';

type Compare = (one: ProcessRow, other: ProcessRow) => number;

/** Two processes in the order that somebody asked for; those that are equal in it by their memory, then by their pid. */
export function processOrder({ sortBy, isDescending }: Arrangement, nameOf: NameOf): Compare {
  const compare = comparing(sortBy, nameOf);
  const direction = isDescending ? -1 : 1;
  return (one, other) => direction * compare(one, other) || memoryOf(other) - memoryOf(one) || one.pid - other.pid;
}

/** `localeCompare` with a language takes a hundred times as long. */
const words = new Intl.Collator('en', { sensitivity: 'base', numeric: true });
/** A tenth of a percent more or less is no reason to change places. */
const cpuStep = 0.005;

function comparing(column: SortColumn, nameOf: NameOf): Compare {
  switch (column) {
    case 'cpu':
      return (one, other) => Math.round(one.cpuShare / cpuStep) - Math.round(other.cpuShare / cpuStep);
    case 'memory':
      return (one, other) => memoryOf(one) - memoryOf(other);
    case 'age':
      // The oldest has the largest age and the smallest start.
      return (one, other) => other.startedAtMs - one.startedAtMs;
    case 'pid':
      return (one, other) => one.pid - other.pid;
    case 'name':
      return (one, other) => words.compare(titleOf(one), titleOf(other));
    case 'user':
      return (one, other) => words.compare(one.user, other.user);
    case 'state':
      return (one, other) => words.compare(stateWords(one.state), stateWords(other.state));
    case 'role':
      return (one, other) => words.compare(belongingWords(one, nameOf), belongingWords(other, nameOf));
  }
}
