import { type Session, session } from '#electron';
import { portOfName } from '../../contract/forwards.ts';
import type { GateEntry } from '../../core/gate/gate.ts';
import { guardHostSession } from '../safety/host-page.ts';

/** Which instance a view shows, or which forwarded page by its `port:<port>`. */
export interface EditorTarget {
  readonly profileId: string;
  readonly instanceId: string;
  readonly entry: GateEntry;
}

/** Storage of one editor or forwarded page. `_` and `.` occur in no id, so two never share one; the name becomes a folder's. */
const partitionOf = ({ profileId, instanceId }: EditorTarget) =>
  `persist:berth-${profileId}_${instanceId.replace(':', '.')}`;

/** Whether a view shows anybody's page, not an editor. */
export const isForwardedPage = ({ instanceId }: Pick<EditorTarget, 'instanceId'>) => portOfName(instanceId) !== null;

/** What questions call it: an instance is named after its repository's folder, with six hex digits behind. */
export function nameOf({ instanceId }: Pick<EditorTarget, 'instanceId'>): string {
  const port = portOfName(instanceId);
  return port === null ? `“${instanceId.replace(/-[0-9a-f]{6}$/, '')}”` : `the page of port ${String(port)}`;
}

/** The guarded storage of one instance; asked again it renews the rules for the present origin. */
export function guardedSession(target: EditorTarget): Session {
  const partition = session.fromPartition(partitionOf(target));
  const { origin } = target.entry;
  guardHostSession(partition, { origin, isForwardedPage: isForwardedPage(target), name: nameOf(target) });
  return partition;
}
