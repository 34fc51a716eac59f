import type { AlertEntry, AlertKind } from '../../../main/contract/alerts.ts';

/** What each kind is called, in lists and settings. */
export const alertTitles: Readonly<Record<AlertKind, string>> = {
  cpu: 'Processor',
  memory: 'Memory',
  disk: 'Disk',
  'disk-forecast': 'Disk fills up',
  'instance-crashed': 'Editor ended',
  'out-of-memory': 'Out of memory',
  'instance-suspended': 'Put to sleep',
  'setup-broken': 'Setup broken',
  certificate: 'Certificate',
  'agent-waiting': 'Agent waits',
  'agent-ended': 'Agent ended',
  'agent-memory': 'Agent’s memory',
};

/** How serious a line looks. */
export type AlertTone = 'bad' | 'warn' | 'good' | 'plain';

const warningKinds: ReadonlySet<AlertKind> = new Set([
  'cpu',
  'memory',
  'disk-forecast',
  'certificate',
  'agent-waiting',
  'agent-memory',
]);

/** What a raised alert or an old entry is marked as. */
export function toneOf({ kind, state }: Pick<AlertEntry, 'kind' | 'state'>): AlertTone {
  if (state === 'cleared') return 'good';
  if (kind === 'instance-suspended' || kind === 'agent-ended') return 'plain';
  return warningKinds.has(kind) ? 'warn' : 'bad';
}

/** The word for a tone, for those who see neither shape nor colour. */
export const toneWords: Readonly<Record<AlertTone, string>> = {
  bad: 'problem',
  warn: 'warning',
  good: 'over',
  plain: 'told',
};

/** Whether two entries are about the same thing. */
export function isSameAlert(one: AlertEntry, other: AlertEntry): boolean {
  if (one.kind !== other.kind || one.target !== other.target || one.session?.id !== other.session?.id) return false;
  // Memory and processor name who takes most, which may be another one in the end.
  return one.kind === 'memory' || one.kind === 'cpu' || one.instanceId === other.instanceId;
}

/** Whether an entry tells what an agent does, which holds until it does something else. */
export function isOfPhase({ kind, session }: Pick<AlertEntry, 'kind' | 'session'>): boolean {
  return session !== null && (kind === 'agent-waiting' || kind === 'agent-ended');
}

/** Where it happened within the host: the repository and the session, those that there are. */
export function placesOf({ repository, session }: Pick<AlertEntry, 'repository' | 'session'>): readonly string[] {
  return [repository, session?.title ?? null].filter((text) => text !== null);
}

/** Whether the operating system tells it too: what goes on its way by itself does not call anybody. */
export function isWorthANotice({ kind, state }: AlertEntry): boolean {
  return state === 'raised' || (state === 'told' && kind !== 'instance-suspended');
}

/** Key of what is shown of an entry, and of the notice that a click comes back from. */
export function noticeKey(profileId: string, { number }: Pick<AlertEntry, 'number'>): string {
  return `${profileId} ${number}`;
}

/** The host of a notice's key. */
export function profileOfNotice(key: string): string | null {
  const end = key.lastIndexOf(' ');
  return end > 0 ? key.slice(0, end) : null;
}

/** What became of the notices of an entry, one sentence per way. */
export function deliverySentences({ deliveries }: Pick<AlertEntry, 'deliveries'>): readonly string[] {
  return deliveries.map(({ channel, outcome, detail }) => {
    const way = channel === 'webhook' ? 'Webhook' : 'ntfy';
    return detail === null ? `${way}: ${outcome}.` : `${way}: ${outcome}. ${detail}`;
  });
}
