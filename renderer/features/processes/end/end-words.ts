import type { EndedProcesses, ProcessRow } from '../../../../main/contract/processes.ts';
import { countOf } from '../../../lib/format.ts';
import { type NameOf, processName } from '../process-words.ts';

/** What ending processes came to, as sentences: "node (4321) ended." */
export function endedWords(rows: readonly ProcessRow[], outcome: EndedProcesses): string {
  const [first] = rows;
  const only = rows.length === 1 && first !== undefined ? processName(first) : null;
  const sentence = (count: number, predicate: string) =>
    count === 0 ? '' : `${only ?? countOf(count, 'process', 'processes')} ${predicate}.`;
  const { ended, gone, alive, failures } = outcome;
  return [
    sentence(ended.length, 'ended'),
    sentence(gone.length, 'had ended already'),
    sentence(alive.length, only === null && alive.length > 1 ? 'are still alive' : 'is still alive'),
    sentence(failures.length, 'could not be ended'),
  ]
    .filter(Boolean)
    .join(' ');
}

/** What happens when a process ends, in a sentence or two. */
export function consequenceOf(row: ProcessRow, nameOf: NameOf): string {
  const { owner } = row;
  switch (owner.kind) {
    case 'instance':
      return ofInstance(row, nameOf(owner.instanceId));
    case 'session':
      return `It runs in the session ${owner.name}, and what it did not save is lost.`;
    case 'berth':
      return 'It is Berth’s own. Berth starts it again when it is needed; what it is doing right now fails.';
    case 'other':
      return ofOthers(row);
  }
}

/** Berth's name of the process that all others of an instance come from. */
const rootName = 'launch';

function ofInstance({ role, name: program }: ProcessRow, name: string): string {
  if (role === 'server' || program === rootName) {
    return `VS Code of ${name} runs in it: its editors and terminals end, and Berth takes it for crashed. To end it in good order, stop ${name} instead.`;
  }
  switch (role) {
    case 'extension-host':
      return `The extensions of ${name} run in it. VS Code offers to start them again; what they are doing right now is lost.`;
    case 'language-server':
      return `It completes and checks what you write in ${name}. VS Code starts it again, or does when its window is reloaded.`;
    case 'file-watcher':
      return `Until VS Code of ${name} starts it again, changed files are not noticed.`;
    case 'terminal':
      return `It runs in a terminal of ${name}, and what it did not save is lost.`;
    default:
      return `It belongs to ${name}, and what it did not save is lost.`;
  }
}

function ofOthers({ pid, name, command, user }: ProcessRow): string {
  const general = `Berth did not start it and cannot start it again. Whatever it does for ${user} ends, and what it did not save is lost.`;
  if (pid === 1) return 'Everything on the server hangs on it: without it the server stops.';
  if (name === 'sshd') return `${general} It lets people log in: without it, you may not reach this server any more.`;
  if (command === '') return 'It is a part of the kernel, and does not end by being asked.';
  return general;
}
