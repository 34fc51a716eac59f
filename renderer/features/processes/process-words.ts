import type { ProcessOwner, ProcessRole, ProcessRow } from '../../../main/contract/processes.ts';
import { formatDuration } from '../../lib/format.ts';
import { programWords } from '../../lib/program-name.ts';

/** What a process does in an instance, in words. */
const roleWords: Readonly<Record<ProcessRole, string>> = {
  server: 'server',
  'extension-host': 'extension host',
  'language-server': 'language server',
  'file-watcher': 'file watcher',
  terminal: 'terminal',
  other: '',
};

/** Tells the name of a repository by the id of its instance. */
export type NameOf = (instanceId: string) => string;

/** To whom a process belongs, in a word or two; empty for those that are none of Berth's. */
export function ownerWords(owner: ProcessOwner, nameOf: NameOf): string {
  switch (owner.kind) {
    case 'instance':
      return nameOf(owner.instanceId);
    case 'session':
      return `session ${owner.name}`;
    case 'berth':
      return 'Berth';
    case 'other':
      return '';
  }
}

/** What a process is called: since version 24, Node names every main thread alike, and its command line says more. */
export function titleOf({ name, command }: Pick<ProcessRow, 'name' | 'command'>): string {
  return (name === 'MainThread' && programWords(command)) || name;
}

/** Which of Berth's scripts a command line runs: they lie in a folder of their own for each version. */
const berthScript = /\/berth\/scripts\/[^/\s]+\/(?:[^/\s]+\/)*([^/\s]+)/;

/** What a process does for its owner, in a word or two; empty where nobody knows. */
export function roleOf({ owner, role, command }: Pick<ProcessRow, 'owner' | 'role' | 'command'>): string {
  if (owner.kind === 'berth') return berthScript.exec(command)?.[1] ?? '';
  return role === null ? '' : roleWords[role];
}

/** Owner and role together, for a list without groups. */
export function belongingWords(row: Pick<ProcessRow, 'owner' | 'role' | 'command'>, nameOf: NameOf): string {
  return [ownerWords(row.owner, nameOf), roleOf(row)].filter(Boolean).join(' · ');
}

const states: Readonly<Record<string, string>> = {
  R: 'running',
  S: 'sleeping',
  D: 'waits for disk',
  Z: 'not collected',
  T: 'stopped',
  t: 'traced',
  I: 'idle',
  X: 'ended',
};

/** The state of a process in words; the kernel's letter where there are none. */
export function stateWords(state: string): string {
  return states[state] ?? state;
}

/** What a state means that is not plain; empty for the others. */
export function stateHint(state: string): string {
  if (state === 'D') return 'It waits for a disk or a network disk, and cannot be ended meanwhile';
  if (state === 'Z') return 'It ended, and the process that started it did not ask how yet';
  return '';
}

/** A share of one core: "0 %", "0.4 %", "12 %", "230 %". */
export function formatCpu(share: number): string {
  const percent = Math.max(0, share) * 100;
  if (percent < 0.05) return '0 %';
  return `${percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** How old a process is at a moment of the host's clock; a dash while that is not known. */
export function ageWords(startedAtMs: number, hostNowMs: number | null): string {
  return hostNowMs === null ? '–' : formatDuration((hostNowMs - startedAtMs) / 1000);
}

/** A process as a sentence names it: "node (4321)". */
export function processName(row: Pick<ProcessRow, 'name' | 'command' | 'pid'>): string {
  return `${titleOf(row) || 'a process'} (${row.pid})`;
}
