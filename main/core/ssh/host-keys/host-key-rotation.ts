import type { OfferedHostKey } from '../../../contract/failure.ts';
import { hostKeyType } from './host-key.ts';
import type { HostKeyLines } from './host-key-verdict.ts';
import { isUsable, supportedKeyTypes } from './host-key-verdict.ts';
import { namesExactly } from './known-hosts-name.ts';

/** What a host that is logged in to says about its keys (OpenSSH's PROTOCOL, section 2.5). */
export interface HostKeyAnnouncement {
  /** All keys it claims to have; null when that could not be seen. */
  readonly announced: readonly Buffer[] | null;
  /** Those it proved to hold, by a signature over this session. */
  readonly proven: readonly Buffer[];
}

/** What to change in Berth's own file. */
export interface RotationPlan {
  readonly added: readonly Buffer[];
  readonly removed: readonly Buffer[];
}

/** What an announcement changed, as people compare keys. */
export interface HostKeyChange {
  readonly added: readonly OfferedHostKey[];
  readonly removed: readonly OfferedHostKey[];
}

/** More than any host has; what one can make us write is bounded by it. */
const maximumKeyCount = 16;

/**
 * Decides what a host's announcement changes, as `UpdateHostKeys` of OpenSSH does. Only a host that is known by its very
 * name in a file of the user may add keys, and only keys that Berth wrote itself are ever removed: when the host proved
 * all it announced and announced them no more. The key in use stays.
 */
export function planRotation(
  lines: HostKeyLines,
  name: string,
  files: { readonly user: string; readonly own: string },
  used: Buffer,
  { announced, proven }: HostKeyAnnouncement,
): RotationPlan {
  const nothing = { added: [], removed: [] };
  if (proven.length > maximumKeyCount || (announced?.length ?? 0) > maximumKeyCount) return nothing;
  const named = lines.atName.filter((line) => isUsable(line) && namesExactly(line.hosts, name));
  const ofUser = named.filter(({ file }) => file === files.user || file === files.own);
  if (!ofUser.some(({ key }) => key.equals(used))) return nothing;
  const own = named.filter(({ file }) => file === files.own).map(({ key }) => key);

  const isProven = (key: Buffer) => includes(proven, key);
  const isComplete = announced !== null && announced.length > 0 && announced.every(isProven);
  const removed = isComplete ? own.filter((key) => !key.equals(used) && !includes(announced, key)) : [];

  const everyLine = [...lines.atName, ...lines.atBareName];
  const isNew = (key: Buffer) =>
    supportedKeyTypes.includes(hostKeyType(key) ?? '') &&
    !ofUser.some((line) => line.key.equals(key)) &&
    !everyLine.some((line) => line.isRevoked && line.key.equals(key));
  const room = maximumKeyCount - (own.length - removed.length);
  const added = proven.filter((key, index) => isNew(key) && !includes(proven.slice(0, index), key));
  return { added: added.slice(0, Math.max(0, room)), removed };
}

function includes(keys: readonly Buffer[], key: Buffer): boolean {
  return keys.some((other) => other.equals(key));
}
