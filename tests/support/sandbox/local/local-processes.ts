import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { identifyProcess, type ProcessIdentity } from '../process-identity.ts';

/** The variable that every process of a local sandbox inherits; its value is the sandbox's HOME. */
export const sandboxMarker = 'BERTH_SANDBOX';

/**
 * Every process of a local sandbox: those with its marker, those that work in its HOME (nginx overwrites its
 * environment), and what descends from `roots` (so does sshd, for each connection).
 */
export function findLocalProcesses(home: string, roots: readonly ProcessIdentity[]): ProcessIdentity[] {
  const parents = new Map<number, number>();
  const found = new Set(roots.map(({ pid }) => pid));
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const parent = parentOf(pid);
    if (parent !== null) parents.set(pid, parent);
    if (isMarked(pid, home)) found.add(pid);
  }
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return [...found].flatMap((pid) => identifyProcess(pid) ?? []);
}

function isMarked(pid: number, home: string): boolean {
  try {
    if (readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${sandboxMarker}=${home}`)) return true;
    const folder = readlinkSync(`/proc/${pid}/cwd`);
    return folder === home || folder.startsWith(`${home}/`);
  } catch {
    // Gone meanwhile, or another user's: not ours.
    return false;
  }
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}
