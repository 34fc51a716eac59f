import type { HostSupervision } from '../../../main/contract/hosts.ts';

/** What a memory limit comes to on this host. */
export function limitNote(supervision: HostSupervision | null): string {
  if (supervision === null) return 'Counts where systemd looks after the instances of this server.';
  if (supervision.kind === 'marker' && supervision.isLingering === false) {
    return 'Does not count yet: Berth can use this server’s systemd once lingering is on (see the settings of the server).';
  }
  if (supervision.kind === 'marker') {
    return 'This server has no systemd for Berth to use, so nothing would hold an editor to its limit. It is kept for the day there is.';
  }
  return 'systemd slows the editor down near the limit and ends it beyond, before the whole server runs short.';
}

/** What the host says about sleeping. */
export function sleepNote(hostIdleMinutes: number | null): string {
  if (hostIdleMinutes === null) return 'The server’s own setting could not be read.';
  if (hostIdleMinutes === 0) return 'There, editors never sleep.';
  return `There, editors sleep after ${hostIdleMinutes} ${hostIdleMinutes === 1 ? 'minute' : 'minutes'}.`;
}
