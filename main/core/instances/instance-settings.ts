import type { Result } from '../../contract/failure.ts';
import { type InstanceSettings, instanceSettings } from '../../contract/instances.ts';
import type { Host } from '../host.ts';

/** Reads the settings of an instance from its host. */
export function readSettings(host: Host, id: string): Promise<Result<InstanceSettings>> {
  return host.remote.call('instance-settings', ['--id', id], instanceSettings);
}

/** Writes all settings of an instance anew; what is null goes back to its default. */
export function writeSettings(host: Host, id: string, settings: InstanceSettings): Promise<Result<InstanceSettings>> {
  const { memoryLimitBytes, idleMinutes, extraArguments, environment } = settings;
  const args = ['--id', id];
  if (memoryLimitBytes !== null) args.push('--memory-limit-bytes', String(memoryLimitBytes));
  if (idleMinutes !== null) args.push('--idle-minutes', String(idleMinutes));
  for (const argument of extraArguments) args.push('--argument', argument);
  for (const [name, value] of Object.entries(environment)) args.push('--variable', `${name}=${value}`);
  return host.remote.call('instance-configure', args, instanceSettings);
}
