import type { Result } from '../../contract/failure.ts';
import { type HostSettings, type HostSupervision, hostSettings, hostSupervision } from '../../contract/hosts.ts';
import type { Host } from '../host.ts';
import { cleanLine } from '../remote/untrusted.ts';

/** Changing the nginx writes all routes anew, tests the whole configuration and waits for the reload. */
const configureTimeoutMs = 90_000;

const supervision = hostSupervision.transform((told) => ({
  ...told,
  message: cleanLine(told.message),
  nextStep: told.nextStep === null ? null : cleanLine(told.nextStep),
}));

/** Reads the settings that live on a host. */
export function readHostSettings({ remote }: Host): Promise<Result<HostSettings>> {
  return remote.call('host-settings', [], hostSettings);
}

/** Writes all settings of a host anew. */
export function writeHostSettings({ remote }: Host, settings: HostSettings): Promise<Result<HostSettings>> {
  const { idleMinutes, nginxKind, nginxSite } = settings;
  const site = nginxSite === null ? [] : ['--nginx-site', nginxSite];
  const args = ['--idle-minutes', String(idleMinutes), '--nginx-kind', nginxKind, ...site];
  return remote.call('host-configure', args, hostSettings, { timeoutMs: configureTimeoutMs });
}

/** Asks who looks after the instances of a host. */
export function readSupervision({ remote }: Host): Promise<Result<HostSupervision>> {
  return remote.call('supervision', [], supervision);
}

/** Lets the user's units go on after the last logout. */
export function enableLinger({ remote }: Host): Promise<Result<HostSupervision>> {
  return remote.call('linger-enable', [], supervision);
}
