import type { HostStats } from '../../../main/contract/hosts.ts';
import type { RepositoryRow } from '../../features/repositories/list/repository-rows.ts';
import { endPredicate } from '../../lib/end-words.ts';
import { countOf, formatBytes } from '../../lib/format.ts';

/** A sentence in pieces; names are strong. */
export interface Attention {
  readonly level: 'quiet' | 'busy' | 'needed';
  readonly words: readonly { readonly text: string; readonly isStrong: boolean }[];
  /** The repository a button would help, and how. */
  readonly help: { readonly repositoryId: string; readonly name: string; readonly action: 'start' } | null;
}

/** A repository that did not start or stop with the others. */
export interface LeftOut {
  readonly name: string;
  readonly action: 'start' | 'stop';
}

/** Below this share of free memory the host is said to be short of it. */
const lowMemoryShare = 0.08;
const lowDiskShare = 0.05;

const plain = (text: string) => ({ text, isStrong: false });
const strong = (text: string) => ({ text, isStrong: true });

/** The first line of a host: what needs the user, by name; quiet is said too. */
export function attentionOf(
  rows: readonly RepositoryRow[],
  stats: HostStats | null,
  leftOut: readonly LeftOut[] = [],
  /** Titles of the agents that wait for somebody. */
  waiting: readonly string[] = [],
): Attention {
  const needs = [...rows.flatMap(rowNeed), ...bulkNeeds(leftOut), ...agentNeeds(waiting), ...hostNeeds(stats)];
  const busy = rows.filter(({ state }) => state === 'starting' || state === 'stopping');
  const rest = busy.length > 0 ? busyWords(busy) : [plain('Everything else is quiet.')];
  const first = rows.find(
    ({ state, operation }) => state === 'crashed' || (operation?.action === 'start' && operation.problem !== null),
  );
  if (needs.length > 0) {
    const lead = needs.length === 1 ? 'One thing needs you: ' : `${numberWord(needs.length)} things need you: `;
    const joined = needs.flatMap((words, index) => (index === 0 ? words : [plain('; '), ...words]));
    const help = first === undefined ? null : { repositoryId: first.id, name: first.name, action: 'start' as const };
    return { level: 'needed', words: [plain(lead), ...joined, plain('. '), ...rest], help };
  }
  if (busy.length > 0) return { level: 'busy', words: busyWords(busy), help: null };
  return { level: 'quiet', words: [plain(quietSentence(rows, stats))], help: null };
}

type Words = readonly { readonly text: string; readonly isStrong: boolean }[];

const failedWords = {
  start: ' did not start',
  restart: ' did not restart',
  stop: ' did not stop',
  suspend: ' did not fall asleep',
} as const;

function rowNeed({ name, state, operation, ended }: RepositoryRow): Words[] {
  if (operation !== null && operation.problem !== null) return [[strong(name), plain(failedWords[operation.action])]];
  if (state !== 'crashed') return [];
  return [[strong(name), plain(ended === null ? ' crashed' : ` ${endPredicate(ended)}`)]];
}

/** A few by name, more as a number: they are listed on the page. */
function bulkNeeds(leftOut: readonly LeftOut[]): Words[] {
  const [first] = leftOut;
  if (first === undefined) return [];
  const names = leftOut.length > 2 ? [`${leftOut.length} repositories`] : leftOut.map(({ name }) => name);
  return names.map((name) => [strong(name), plain(failedWords[first.action])]);
}

/** A few by name, more as a number, too. */
function agentNeeds(waiting: readonly string[]): Words[] {
  if (waiting.length > 2) return [[strong(`${waiting.length} agents`), plain(' wait for you')]];
  return waiting.map((title) => [strong(title), plain(' waits for you')]);
}

function hostNeeds(stats: HostStats | null): Words[] {
  if (stats === null) return [];
  const { memory, disk } = stats;
  const needs: Words[] = [];
  if (memory.availableBytes < memory.totalBytes * lowMemoryShare) {
    needs.push([strong('memory'), plain(` is nearly full, ${formatBytes(memory.availableBytes)} left`)]);
  }
  if (disk.availableBytes < disk.totalBytes * lowDiskShare) {
    needs.push([strong('the disk'), plain(` is nearly full, ${formatBytes(disk.availableBytes)} left`)]);
  }
  return needs;
}

function busyWords(busy: readonly RepositoryRow[]): Words {
  return busy.flatMap(({ name, state }, index) => [
    plain(`${index === 0 ? '' : ' '}${state === 'starting' ? 'Starting ' : 'Stopping '}`),
    strong(name),
    plain('.'),
  ]);
}

function quietSentence(rows: readonly RepositoryRow[], stats: HostStats | null): string {
  const running = rows.filter(({ state }) => state === 'running').length;
  const free = stats === null ? '' : `, ${formatBytes(stats.memory.availableBytes)} of memory free`;
  if (running === 0) return `All quiet: nothing runs${free}.`;
  return `All quiet: ${countOf(running, 'repository runs', 'repositories run')}${free}.`;
}

function numberWord(count: number): string {
  return ['Zero', 'One', 'Two', 'Three', 'Four', 'Five'][count] ?? String(count);
}
