import type { CheckFix } from '../../../contract/setup.ts';
import { rootCommand, writeCommand } from './commands.ts';
import type { Facts } from './facts.ts';
import type { Knowledge } from './knowledge.ts';
import { fail, ok, sizeText, unread, type Verdict, warn } from './texts.ts';

/** An open editor, measured on 4.139.1; and what a start never goes below, not even when it is forced past the budget. */
const editorBytes = 430e6;
const leastBytes = 200e6;
const smallBytes = 1e9;
/** Above this much memory, a server without swap is an ordinary one. */
const roomyBytes = 4e9;
/**
 * One for each folder that is watched. Kernels from 5.11 on permit 1 % of the memory: 15,000 with 2 GB, 61,000 with 8 GB; the
 * 8,192 of older ones are soon used up. VS Code's own advice is 524,288.
 */
const enoughWatches = 12_000;
const advisedWatches = 524_288;
const enoughInstances = 128;
const advisedInstances = 1_024;
const highShare = 0.8;
/** Less of its swap left than that, and a host has next to none. */
const fullSwapShare = 0.1;
/** As the diagnosis of the link says it. */
const toleratedSkewMs = 60_000;

/** Whether an editor fits; the budget of a start looks closer. */
export function judgeMemory({ facts: { memory } }: Knowledge): Verdict {
  if (memory === null) return unread;
  const { totalBytes, availableBytes } = memory;
  const seen = `${sizeText(availableBytes)} of ${sizeText(totalBytes)} are available.`;
  if (availableBytes < leastBytes)
    return fail(`${seen} No further editor can be started: suspend or stop others first.`);
  if (availableBytes < editorBytes)
    return warn(`${seen} That is less than one more editor takes: suspend or stop others first.`);
  if (totalBytes < smallBytes) return warn(`${seen} There is room for one editor.`);
  return ok(seen);
}

/** Small hosts need some. */
export function judgeSwap({ facts }: Knowledge): Verdict {
  const { memory } = facts;
  if (memory === null) return unread;
  const { totalBytes, swapTotalBytes, swapFreeBytes } = memory;
  if (swapTotalBytes > 0) {
    const seen = `${sizeText(swapFreeBytes)} of ${sizeText(swapTotalBytes)} are free.`;
    // What was put there long ago and is not missed fills it on many a healthy server.
    const isShort = memory.availableBytes < 2 * editorBytes;
    return isShort && swapFreeBytes < swapTotalBytes * fullSwapShare ? warn(`${seen} It is nearly used up.`) : ok(seen);
  }
  if (totalBytes >= roomyBytes) return ok(`There is none, and ${sizeText(totalBytes)} of memory do without.`);
  return warn('There is none.', swapFix(facts));
}

/** A swap file, where there can be one. A home folder on ZFS or btrfs tells that the root is on it, too. */
function swapFix(facts: Facts): CheckFix | null {
  const kind = facts.home?.mount?.kind ?? null;
  // What ZFS swaps to may keep it waiting for memory.
  if (kind === 'zfs') return null;
  // A file of btrfs must not be copied on write, nor lie where snapshots are taken.
  const [folder, begin] =
    kind === 'btrfs' ? ['/swap', 'btrfs subvolume create /swap && chattr +C /swap && '] : ['', ''];
  const file = `${folder}/swapfile`;
  const make = `fallocate -l 2G ${file} && chmod 600 ${file} && mkswap ${file} && swapon ${file}`;
  return rootCommand(facts, `${begin}${make} && echo "${file} none swap sw 0 0" >>/etc/fstab`);
}

/** Limits of the system, and how much of them this user has taken. */
export function judgeInotify({ facts }: Knowledge): Verdict {
  const { inotify } = facts;
  if (inotify === null || inotify.watchesMost === null || inotify.instancesMost === null) return unread;
  const { watchesMost, watchesUsed, instancesMost, instancesUsed } = inotify;
  const lines: string[] = [];
  const isNearlyFull = (used: number | null, most: number) => used !== null && used > most * highShare;
  if (watchesMost < enoughWatches || isNearlyFull(watchesUsed, watchesMost))
    lines.push(`fs.inotify.max_user_watches=${Math.max(advisedWatches, 2 * (watchesUsed ?? 0))}`);
  if (instancesMost < enoughInstances || isNearlyFull(instancesUsed, instancesMost))
    lines.push(`fs.inotify.max_user_instances=${Math.max(advisedInstances, 2 * (instancesUsed ?? 0))}`);
  const used = watchesUsed === null ? '' : `${watchesUsed} of `;
  const seen = `This user has ${used}${watchesMost} watches and ${instancesUsed === null ? '' : `${instancesUsed} of `}${instancesMost} instances.`;
  if (lines.length === 0) return ok(seen);
  const file = '/etc/sysctl.d/60-berth.conf';
  return warn(seen, writeCommand(facts, { lines, file }, `sysctl -p ${file}`));
}

/** The host read its clock between the question and the answer, so only what lies outside of that is a difference. */
export function judgeClock({ facts, askedAtMs, answeredAtMs }: Knowledge): Verdict {
  const { clockMs } = facts;
  if (clockMs === null) return unread;
  const skewMs = clockMs - Math.min(Math.max(clockMs, askedAtMs), answeredAtMs);
  const size = Math.abs(skewMs);
  if (size <= toleratedSkewMs) return ok('It agrees with the clock of this computer.');
  const told = size < 7_200_000 ? `${Math.round(size / 60_000)} minutes` : `${Math.round(size / 3_600_000)} hours`;
  return warn(
    `It is ${told} ${skewMs > 0 ? 'ahead of' : 'behind'} the clock of this computer. One of them is wrong.`,
    facts.supervision?.hasSystemd ? rootCommand(facts, 'timedatectl set-ntp true') : null,
  );
}
