import type { Host } from '../host.ts';
import { letIn, readAccess } from './instance-access.ts';
import type { InstancesScope } from './instance-parts.ts';

/**
 * Lets the tabs of a new run through: it has another token, and maybe another port. Does nothing for who has no tab.
 * False when the host did not tell how to reach the run.
 */
export async function readmit({ gate, clock, logger }: InstancesScope, host: Host, id: string): Promise<boolean> {
  if (!gate.isKnown(host.profile.id, id)) return true;
  const access = await readAccess(host, id);
  if (access.ok) await letIn(gate, host, access.value, clock);
  else logger.warn({ instanceId: id, failure: access.failure }, 'the open tabs of an instance cannot be let in again');
  return access.ok;
}
