import { randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const mounts = ['/sys/fs/cgroup/unified', '/sys/fs/cgroup/systemd', '/sys/fs/cgroup'];

/** Roots of the hierarchies a box must have a place in: cgroup2, and on hybrid machines systemd's own. */
export function controlGroupRoots(): string[] {
  return mounts.filter((mount) => {
    try {
      accessSync(join(mount, 'cgroup.procs'), constants.W_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Where the box's groups will be; the random part keeps boxes of equal names of other cache folders apart. */
export function planControlGroups(name: string): string[] {
  const unique = `berth-sandbox-${name}-${randomBytes(4).toString('hex')}`;
  return controlGroupRoots().map((root) => join(root, unique));
}

/** Makes the box's groups, and in each the group that commands run from outside go to. */
export function createControlGroups(groups: readonly string[]): void {
  for (const group of groups) mkdirSync(join(group, 'run'), { recursive: true });
}

/** Kills every process in the groups (cgroup2 only; process 1 takes the rest with it). */
export function killControlGroups(groups: readonly string[]): void {
  for (const group of groups) {
    const kill = join(group, 'cgroup.kill');
    if (existsSync(kill)) writeFileSync(kill, '1');
  }
}

/** Removes the groups; false while a killed process has not been reaped yet. */
export function removeControlGroups(groups: readonly string[]): boolean {
  return groups.map(removeTree).every(Boolean);
}

function removeTree(group: string): boolean {
  if (!existsSync(group)) return true;
  try {
    for (const entry of readdirSync(group, { withFileTypes: true })) {
      if (entry.isDirectory() && !removeTree(join(group, entry.name))) return false;
    }
    if (readFileSync(join(group, 'cgroup.procs'), 'utf8') !== '') return false;
    rmdirSync(group);
    return true;
  } catch {
    // Busy, or gone between two looks: the next look tells.
    return !existsSync(group);
  }
}
