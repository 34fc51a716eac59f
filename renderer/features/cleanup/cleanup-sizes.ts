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
  const disk = isWorthSaying(diskBytes, memoryBytes) ? formatBytes(diskBytes) : '';
  const memory = memoryBytes > 0 ? `${formatBytes(memoryBytes)} memory` : '';
  return [disk, memory].filter(Boolean).join(' + ');
}

/** "640 MB of disk and 130 MB of memory", or nothing. */
export function freedWords({ diskBytes, memoryBytes }: Sizes): string {
  const disk = isWorthSaying(diskBytes, memoryBytes) ? `${formatBytes(diskBytes)} of disk` : '';
  const memory = memoryBytes > 0 ? `${formatBytes(memoryBytes)} of memory` : '';
  return [disk, memory].filter(Boolean).join(' and ');
}

/** Beside memory, the few bytes of claims and records are no news. */
function isWorthSaying(diskBytes: number, memoryBytes: number): boolean {
  return diskBytes > 0 && (memoryBytes === 0 || diskBytes >= 1024 ** 2);
}
