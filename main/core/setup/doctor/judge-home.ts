import { asRoot, command, quote, rootCommand } from './commands.ts';
import type { Facts } from './facts.ts';
import { fail, ok, sizeText, unread, type Verdict, warn } from './texts.ts';

/** What a start asks for (instance-start), and what code-server takes while it is unpacked beside its archive. */
const leastBytes = 200e6;
const plentyBytes = 2e9;
/** code-server is 14,600 files. */
const leastInodes = 2_000;
const plentyInodes = 20_000;

/** Owner, mode and mount of the home folder. */
export function judgeHome(facts: Facts): Verdict {
  const { home, account } = facts;
  if (home === null || home.mode === null || home.owner === null) return unread;
  const { shown, exact } = home.path;
  const named = exact === null ? '"$HOME"' : quote(exact);
  if (home.mount?.isReadOnly) {
    const point = home.mount.point.exact;
    const remount = point === null ? null : rootCommand(facts, `mount -o remount,rw ${quote(point)}`);
    return fail(`${home.mount.point.shown} is mounted for reading only.`, remount);
  }
  if (account !== null && home.owner !== account.uid)
    return fail(
      `${shown} belongs to the user with the number ${home.owner}.`,
      exact === null ? null : command(asRoot(facts, `chown ${account.uid} ${named}`)),
    );
  if (!home.isWritable) return fail(`${shown} cannot be written by its own user.`, command(`chmod u+rwx ${named}`));
  if ((Number.parseInt(home.mode, 8) & 0o022) !== 0)
    return warn(`Other users may write to ${shown} (mode ${home.mode}).`, {
      kind: 'fix',
      label: 'Close it to writers',
    });
  return ok(`${shown} belongs to this user and can be written.`);
}

/** What came of a real try to lock a file. */
export function judgeHomeLocks({ home }: Facts): Verdict {
  if (home === null || home.locks === null) return unread;
  const on = home.mount?.kind ? ` on ${home.mount.kind}` : '';
  if (home.locks === 'work') return ok(`Locks work${on}.`);
  if (home.locks === 'unwritable') return warn('It could not be tried, because no file can be written.');
  const what = home.locks === 'broken' ? 'Files cannot be locked' : 'Two may hold the same lock at once';
  return fail(`${what}${on}. Put the home folder on a local disk, or mount it with locks.`);
}

/** Space and inodes, where Berth’s folder is. */
export function judgeDisk({ disk, home }: Facts): Verdict {
  if (disk === null) return unread;
  const { availableBytes, totalBytes, inodesFree, inodesTotal } = disk;
  const folder = home?.path.exact ? quote(home.path.exact) : '~';
  if (inodesTotal !== null && inodesFree !== null && inodesTotal > 0 && inodesFree < plentyInodes) {
    const seen = `Only ${inodesFree} of ${inodesTotal} files more can be made, whatever space is free.`;
    const fix = command(`du --inodes -x ${folder} 2>/dev/null | sort -rn | head -n 30`);
    if (inodesFree < leastInodes) return fail(seen, fix);
    if (availableBytes >= plentyBytes) return warn(seen, fix);
  }
  const seen = `${sizeText(availableBytes)} of ${sizeText(totalBytes)} are free where the home folder is.`;
  const fix = command(`du -xah ${folder} 2>/dev/null | sort -rh | head -n 30`);
  if (availableBytes < leastBytes) return fail(seen, fix);
  return availableBytes < plentyBytes ? warn(seen, fix) : ok(seen);
}
