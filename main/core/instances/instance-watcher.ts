import type { Failure } from '../../contract/failure.ts';
import type { Instance } from '../../contract/instances.ts';
import { HostWatcher, type HostWatcherParts } from '../watching/host-watcher.ts';
import { listInstances } from './find-instance.ts';

const pollMs = 5000;

/** What a watcher hears. */
export type InstanceNews =
  | { readonly type: 'instances'; readonly instances: Instance[] }
  | { readonly type: 'failed'; readonly failure: Failure };

/** What a watcher is made of. */
export interface InstanceWatcherParts
  extends Pick<HostWatcherParts<InstanceNews>, 'host' | 'order' | 'clock' | 'logger'> {
  /** Told of every reading, also of one that changed nothing. */
  readonly onRows: (rows: readonly Instance[]) => void;
}

/** Looks at the instances of one host for all who watch them. */
export type InstanceWatcher = HostWatcher<InstanceNews>;

/** The watcher of one host. */
export function createInstanceWatcher({ onRows, ...parts }: InstanceWatcherParts): InstanceWatcher {
  const failed = (failure: Failure): InstanceNews => ({ type: 'failed', failure });
  return new HostWatcher<InstanceNews>({
    ...parts,
    pollMs,
    read: async () => {
      const listed = await listInstances(parts.host);
      return listed.ok ? { type: 'instances', instances: listed.value } : failed(listed.failure);
    },
    see: (news) => {
      if (news.type === 'instances') onRows(news.instances);
    },
    disorder: failed,
  });
}
