import type { HostStats } from '../../../main/contract/hosts.ts';

/** One piece of the memory bar; shares of all pieces add up to 1. */
export interface BudgetPiece {
  readonly kind: 'system' | 'instance' | 'free';
  readonly id: string;
  readonly label: string;
  readonly bytes: number;
  readonly share: number;
  /** 0 to 5, the colour of an instance; steady as long as the set of instances is. */
  readonly colour: number;
}

/** The memory of a host as the budget that people live by. */
export interface MemoryBudget {
  readonly pieces: readonly BudgetPiece[];
  readonly totalBytes: number;
  readonly freeBytes: number;
  /** How many more open editors fit into memory and ports, by what the host's editors took so far; rounded down. */
  readonly roomForEditors: number;
}

/** What the host keeps free for itself when something is started, so that it is not offered as room. */
const reserveShare = 0.05;
const leastReserveBytes = 200 * 1024 ** 2;
const colourCount = 6;

/** Splits a host's memory into system, each instance and what is free; room also needs a free port. */
export function memoryBudget(
  { memory, instances, estimates }: Pick<HostStats, 'memory' | 'instances' | 'estimates'>,
  nameOf: (instanceId: string) => string,
  freePortCount: number,
): MemoryBudget {
  const { totalBytes } = memory;
  const freeBytes = Math.min(memory.availableBytes, totalBytes);
  const usedBytes = totalBytes - freeBytes;
  const running = instances.filter(({ memoryBytes }) => memoryBytes > 0);
  const claimedBytes = running.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  // Shared pages can make the instances look larger than all that is used; then they share what is used.
  const scale = claimedBytes > usedBytes ? usedBytes / claimedBytes : 1;
  const share = (bytes: number) => (totalBytes > 0 ? bytes / totalBytes : 0);
  const colourById = new Map(
    running
      .map(({ id }) => id)
      .sort()
      .map((id, index) => [id, index % colourCount]),
  );
  const ofInstances = [...running]
    .sort((one, other) => other.memoryBytes - one.memoryBytes || one.id.localeCompare(other.id))
    .map(({ id, memoryBytes }) => ({
      kind: 'instance' as const,
      id,
      label: nameOf(id),
      bytes: memoryBytes,
      share: share(memoryBytes * scale),
      colour: colourById.get(id) ?? 0,
    }));
  const systemBytes = Math.max(0, usedBytes - claimedBytes);
  const reserveBytes = Math.max(leastReserveBytes, totalBytes * reserveShare);
  const room = Math.floor((freeBytes - reserveBytes) / Math.max(1, estimates.openBytes));
  return {
    totalBytes,
    freeBytes,
    roomForEditors: Math.max(0, Math.min(room, freePortCount)),
    pieces: [
      { kind: 'system', id: 'system', label: 'system', bytes: systemBytes, share: share(systemBytes), colour: 0 },
      ...ofInstances,
      { kind: 'free', id: 'free', label: 'free', bytes: freeBytes, share: share(freeBytes), colour: 0 },
    ],
  };
}
