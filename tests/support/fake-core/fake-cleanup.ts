import { createHash } from 'node:crypto';
import type {
  CleanupItem,
  CleanupLevel,
  CleanupPreview,
  CleanupReport,
  CleanupWarning,
} from '../../../main/contract/cleanup.ts';
import { fail } from '../../../main/contract/failure.ts';
import type { OperationItem } from '../../../main/contract/operation.ts';
import type { FakeHost } from './fake-hosts.ts';

const mebi = 1024 ** 2;
const home = '~/.local/share/berth';
const sumOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** One thing to remove; `part` says what is special about it. */
export function cleanupItemOf(
  kind: CleanupItem['kind'],
  target: string,
  reason: string,
  part: Partial<CleanupItem> = {},
): CleanupItem {
  return {
    key: sumOf(`${kind} ${target}`).slice(0, 16),
    kind,
    target,
    instanceId: null,
    owner: 'deploy',
    sizeBytes: null,
    ageSeconds: null,
    reason,
    isOptional: false,
    obstacle: null,
    ...part,
  };
}

/** What lies around on the host of the pictures. */
export const oldLeftovers: readonly CleanupItem[] = [
  cleanupItemOf('directory', `${home}/instances/old-shop`, 'its repository is gone', {
    instanceId: 'old-shop',
    sizeBytes: 640 * mebi,
    ageSeconds: 20 * 86_400,
  }),
  cleanupItemOf('process', 'pid 3310', 'an extension host whose editor crashed', {
    instanceId: 'billing-api',
    sizeBytes: 130 * mebi,
    ageSeconds: 5_400,
  }),
  cleanupItemOf('claim', `${home}/ports/8891`, 'nothing listens on the claimed port', {
    instanceId: 'billing-api',
    sizeBytes: 12,
    ageSeconds: 5_400,
  }),
  cleanupItemOf('socket', `${home}/run/8891/ipc.sock`, 'nobody answers on it', {
    instanceId: 'billing-api',
    sizeBytes: 0,
    ageSeconds: 5_400,
  }),
];

/** What is not Berth's, and what cannot be removed from here. */
export const foreignItems: readonly CleanupItem[] = [
  cleanupItemOf('foreign', 'pid 2977', 'a code-server that Berth did not start, on port 8080', {
    sizeBytes: 210 * mebi,
    ageSeconds: 9 * 86_400,
    isOptional: true,
  }),
];

/** What is in the way of a cleanup of an older layout: files of another user. */
export const itemOfRoot = cleanupItemOf(
  'conf',
  '/etc/nginx/vscode-projects/old-shop.conf',
  'an older layout of Berth wrote it',
  { owner: 'root', sizeBytes: 812, ageSeconds: 90 * 86_400, obstacle: 'belongs to root' },
);

/** Work that is in no commit. */
export const uncommittedWork: readonly CleanupWarning[] = [
  { repository: 'actmcp', path: '/var/www/github/actmcp', message: '3 changed files, 2 not in git' },
];

/** Everything a cleanup of this level would do now, as the real one lists it. */
export function previewOf(host: FakeHost, level: CleanupLevel): CleanupPreview {
  const own =
    level === 'leftovers'
      ? []
      : host.instances.flatMap(({ id, pid, memoryBytes, port }) => [
          ...(pid === null
            ? []
            : [
                cleanupItemOf('process', `pid ${pid}`, 'a running instance', {
                  instanceId: id,
                  sizeBytes: memoryBytes,
                }),
              ]),
          ...(port === null
            ? []
            : [cleanupItemOf('claim', `${home}/ports/${port}`, 'the port of an instance', { instanceId: id })]),
          cleanupItemOf('record', `${home}/instances/${id}/record`, 'the record of an instance', { instanceId: id }),
        ]);
  const folders =
    level === 'everything'
      ? [
          cleanupItemOf('directory', home, 'everything of Berth, with settings and extensions', {
            sizeBytes: 1900 * mebi,
          }),
        ]
      : [];
  const known = new Set(host.leftovers.map(({ key }) => key));
  const items = [...host.leftovers, ...own.filter(({ key }) => !known.has(key)), ...folders, ...host.foreignItems];
  const warnings = level === 'leftovers' ? [] : [...host.warnings];
  return { items, warnings, digest: sumOf(items.map(({ key }) => key).join('\n')) };
}

interface RunInput {
  readonly level: CleanupLevel;
  readonly digest: string | null;
  readonly ticked: readonly string[];
}

/** Removes what the preview listed, item by item; `onEmptied` is told when the instances went too. */
export async function* runCleanup(
  host: FakeHost,
  { level = 'leftovers', digest = null, ticked = [] }: Partial<RunInput>,
  pauseStep: () => Promise<void>,
  onEmptied: () => void,
): AsyncGenerator<OperationItem<CleanupReport>> {
  const listed = previewOf(host, level);
  if (digest !== null && digest !== listed.digest) {
    const message = 'What there is to remove changed since the list was shown.';
    yield {
      type: 'failed',
      failure: fail('list-changed', 'cleanup', message, 'Look at the new list, then run it.').failure,
    };
    return;
  }
  const goes = ({ key, isOptional, obstacle }: CleanupItem) =>
    obstacle === null && (!isOptional || ticked.includes(key));
  const removed = listed.items.filter(goes);
  for (const { target } of removed) {
    const step = {
      stage: 'cleanup' as const,
      title: `Removing ${target}`,
      state: 'started' as const,
      atMs: Date.now(),
    };
    yield { type: 'step', step };
    await pauseStep();
    yield { type: 'step', step: { ...step, state: 'done', atMs: Date.now() } };
  }
  host.leftovers = host.leftovers.filter((item) => !goes(item));
  host.foreignItems = host.foreignItems.filter((item) => !goes(item));
  if (level !== 'leftovers') onEmptied();
  const remaining = listed.items.filter((item) => !goes(item) && !item.isOptional);
  const backupPath = removed.length === 0 || level === 'everything' ? null : `${home}/backups/${Date.now()}-${level}`;
  yield { type: 'done', value: { removed, remaining, backupPath } };
}
