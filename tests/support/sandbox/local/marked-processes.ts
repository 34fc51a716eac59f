import { readdirSync, readFileSync } from 'node:fs';
import { identifyProcess, type ProcessIdentity } from '../process-identity.ts';

/** The variable that every process of a local sandbox inherits; its value is the sandbox's name. */
export const sandboxMarker = 'BERTH_SANDBOX';

/** Every process of this user that carries the marker of this sandbox. */
export function findMarkedProcesses(name: string): ProcessIdentity[] {
  const marker = `${sandboxMarker}=${name}`;
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid) return [];
    try {
      if (!readFileSync(`/proc/${entry}/environ`, 'utf8').split('\0').includes(marker)) return [];
    } catch {
      // Gone meanwhile, or another user's: not ours.
      return [];
    }
    const identity = identifyProcess(Number(entry));
    return identity === null ? [] : [identity];
  });
}
