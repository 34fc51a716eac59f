import type { CleanupItem } from '../../../main/contract/cleanup.ts';
import { formatBytes } from '../../lib/format.ts';

/** What items take; memory and disk are different things and never one sum. */
export interface Sizes {
  readonly diskBytes: number;
  readonly memoryBytes: number;
}

/** Adds up the items whose size is known. */
export function sizesOf(items: readonly CleanupItem[]): Sizes {
  let diskBytes = 0;
  let memoryBytes = 0;
  for (const { target, sizeBytes } of items) {
    // Only processes are named by their number; everything else is a path.
    if (target.startsWith('pid ')) memoryBytes += sizeBytes ?? 0;
    else diskBytes += sizeBytes ?? 0;
  }
  return { diskBytes, memoryBytes };
}

/** "640 MB", "130 MB memory", "640 MB + 130 MB memory", or nothing. */
export function sizeWords({ diskBytes, memoryBytes }: Sizes): string {
  const disk = diskBytes > 0 ? formatBytes(diskBytes) : '';
  const memory = memoryBytes > 0 ? `${formatBytes(memoryBytes)} memory` : '';
  return [disk, memory].filter(Boolean).join(' + ');
}

/** "640 MB of disk and 130 MB of memory", or nothing. */
export function freedWords({ diskBytes, memoryBytes }: Sizes): string {
  const disk = diskBytes > 0 ? `${formatBytes(diskBytes)} of disk` : '';
  const memory = memoryBytes > 0 ? `${formatBytes(memoryBytes)} of memory` : '';
  return [disk, memory].filter(Boolean).join(' and ');
}
