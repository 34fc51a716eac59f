import type { Condition, Criterion } from './config-file.ts';
import { splitCriteria } from './words.ts';

const unjudged: Readonly<Record<string, string>> = {
  exec: 'Match exec is never run, so what stands below it never counts.',
  localnetwork: 'Match localnetwork is not looked at, so what stands below it never counts.',
};
const withPatterns = new Set(['host', 'originalhost', 'user', 'localuser', 'tagged']);

type Parsed = { readonly condition: Condition; readonly problem: string | null };
const never = (problem: string): Parsed => ({ condition: { kind: 'never' }, problem });

/** Reads what follows `Match`. What cannot be judged never matches, and is told. */
export function parseMatch(text: string): Parsed {
  const words = splitCriteria(text);
  if (words === null) return never('A quote of this Match is not closed, so what stands below it never counts.');
  const criteria: Criterion[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = (words[index] ?? '').toLowerCase();
    const isNegated = word.startsWith('!');
    const name = isNegated ? word.slice(1) : word;
    if (Object.hasOwn(unjudged, name)) return never(unjudged[name] ?? '');
    if (name === 'canonical' || name === 'final' || name === 'all') {
      criteria.push({ kind: name, isNegated, patterns: '' });
      continue;
    }
    index += 1;
    const patterns = words[index];
    if (!withPatterns.has(name)) return never('Berth does not know this Match, so what stands below it never counts.');
    if (patterns === undefined || patterns === '') return never(`"${name}" of this Match names nothing.`);
    criteria.push({ kind: name as Criterion['kind'], isNegated, patterns });
  }
  const isCombined = criteria.slice(0, -1).some(({ kind }) => kind === 'all') || criteria.length > 2;
  if (isCombined && criteria.some(({ kind }) => kind === 'all')) {
    return never('"all" stands alone in a Match, so what stands below it never counts.');
  }
  return criteria.length === 0
    ? never('This Match names nothing.')
    : { condition: { kind: 'match', criteria }, problem: null };
}
