import type { CleanupItem } from '../../../main/contract/cleanup.ts';
import { countOf } from '../../lib/format.ts';
import { type Sizes, sizesOf } from './cleanup-sizes.ts';

type Kind = CleanupItem['kind'];

/** Items of one kind that belong to one repository. */
export interface KindGroup {
  readonly id: string;
  readonly kind: Kind;
  readonly items: readonly CleanupItem[];
  readonly sizes: Sizes;
}

/** Everything that goes of one repository, or of the server itself. */
export interface CleanupGroup {
  readonly id: string;
  readonly title: string;
  readonly kinds: readonly KindGroup[];
  readonly itemCount: number;
  readonly sizes: Sizes;
}

const kindWords: Record<Kind, readonly [singular: string, plural: string]> = {
  process: ['process', 'processes'],
  session: ['session', 'sessions'],
  directory: ['folder', 'folders'],
  claim: ['port', 'ports'],
  socket: ['socket', 'sockets'],
  conf: ['conf', 'confs'],
  record: ['record', 'records'],
  nginx: ['nginx', 'parts of nginx'],
  lock: ['lock', 'locks'],
  foreign: ['not Berth’s', 'not Berth’s'],
  other: ['other', 'others'],
};
const kindOrder = Object.keys(kindWords);

/** The word for one thing of a kind. */
export function kindWord(kind: Kind): string {
  return kindWords[kind][0];
}

/** "3 processes". */
export function kindCount({ kind, items }: KindGroup): string {
  return countOf(items.length, ...kindWords[kind]);
}

/** What belongs to no repository. */
export const SERVER_GROUP = 'server';

const weight = ({ sizes }: { readonly sizes: Sizes }) => sizes.diskBytes + sizes.memoryBytes;
const collator = new Intl.Collator('en', { numeric: true });

/** Groups items by repository, then by kind; the largest first, the server itself last. */
export function cleanupGroups(
  items: readonly CleanupItem[],
  nameOf: (instanceId: string) => string,
): readonly CleanupGroup[] {
  const byInstance = Map.groupBy(items, ({ instanceId }) => instanceId);
  const groups = [...byInstance].map(([instanceId, own]): CleanupGroup => {
    const id = instanceId === null ? SERVER_GROUP : `of ${instanceId}`;
    const kinds = [...Map.groupBy(own, ({ kind }) => kind)]
      .map(([kind, same]): KindGroup => ({ id: `${id} ${kind}`, kind, items: bySize(same), sizes: sizesOf(same) }))
      .sort((one, other) => kindOrder.indexOf(one.kind) - kindOrder.indexOf(other.kind));
    const title = instanceId === null ? 'The server itself' : nameOf(instanceId);
    return { id, title, kinds, itemCount: own.length, sizes: sizesOf(own) };
  });
  return groups.sort(
    (one, other) =>
      Number(one.id === SERVER_GROUP) - Number(other.id === SERVER_GROUP) ||
      weight(other) - weight(one) ||
      collator.compare(one.title, other.title),
  );
}

const bySize = (items: readonly CleanupItem[]) =>
  [...items].sort(
    (one, other) => (other.sizeBytes ?? 0) - (one.sizeBytes ?? 0) || collator.compare(one.target, other.target),
  );
