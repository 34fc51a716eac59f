import type { CleanupItem, CleanupPreview, CleanupReport } from '../../contract/cleanup.ts';
import type { HostPort } from '../../contract/host-ports.ts';
import type { Diagnosis, LinkEvent } from '../../contract/hosts.ts';
import type { Instance, InstanceEnd, ManyInstances } from '../../contract/instances.ts';
import type { ListedLog } from '../../contract/logs.ts';
import type { Preset } from '../../contract/presets.ts';
import type { Repository } from '../../contract/repositories.ts';
import type { Session } from '../../contract/session-words.ts';
import { alertLogText } from './alert-tables.ts';
import { importText, profileTable, sshConfigText } from './profile-tables.ts';
import {
  hooksTable,
  outcomeText,
  presetImportText,
  presetTable,
  sessionListText,
  sessionTable,
} from './session-tables.ts';
import { checkText, checkupText, codeServersText, planText } from './setup-tables.ts';
import { endedText, historyText } from './stats-tables.ts';
import { type Column, duration, size, table } from './table.ts';

const secondsSince = (atMs: number | null, nowMs: number) => (atMs === null ? null : (nowMs - atMs) / 1000);

function endOf(ended: InstanceEnd | null): string {
  if (ended === null) return '';
  const code = ended.exitCode === null ? '' : ` with ${ended.exitCode}`;
  const signal = ended.signal === null ? '' : ` by ${ended.signal}`;
  return `${ended.reason}${code}${signal}`;
}

const instanceColumns = (nowMs: number): readonly Column<Instance>[] => [
  { title: 'REPOSITORY', text: ({ repository }) => repository },
  { title: 'STATE', text: ({ state }) => state },
  { title: 'SINCE', text: ({ sinceMs }) => duration(secondsSince(sinceMs, nowMs)) },
  { title: 'PORT', isNumber: true, text: ({ port }) => port },
  { title: 'MEMORY', isNumber: true, text: ({ memoryBytes }) => size(memoryBytes) },
  { title: 'IDLE', text: ({ idleSeconds }) => duration(idleSeconds) },
  { title: 'RESTARTS', isNumber: true, text: ({ restartCount }) => restartCount },
  { title: 'SUPERVISION', text: ({ supervision }) => supervision },
  { title: 'ID', text: ({ id }) => id },
  { title: 'LAST END', text: ({ ended }) => endOf(ended) },
];
const instanceTable = (rows: readonly Instance[], nowMs: number) => table(instanceColumns(nowMs), rows);

const portColumns: readonly Column<HostPort>[] = [
  { title: 'PORT', isNumber: true, text: ({ port }) => port },
  { title: 'PROTOCOL', text: ({ protocol }) => protocol },
  { title: 'ADDRESS', text: ({ address }) => address },
  { title: 'KIND', text: ({ kind }) => kind },
  { title: 'INSTANCE', text: ({ instanceId }) => instanceId },
  { title: 'PID', isNumber: true, text: ({ pid }) => pid },
  { title: 'USER', text: ({ user }) => user },
  { title: 'COMMAND', text: ({ command }) => command },
];

const logColumns: readonly Column<ListedLog>[] = [
  { title: 'LOG', text: ({ source }) => source.kind },
  { title: 'OF', text: ({ title }) => title },
  { title: 'RUN', text: ({ source }) => (source.isPrevious ? 'previous' : 'current') },
  { title: 'SIZE', isNumber: true, text: ({ sizeBytes }) => size(sizeBytes) },
  { title: 'CHANGED (UTC)', text: ({ changedAtMs }) => new Date(changedAtMs).toISOString().slice(0, 19) },
];

const repositoryColumns: readonly Column<Repository>[] = [
  { title: 'NAME', text: ({ name }) => name },
  { title: 'BRANCH', text: ({ branch }) => branch },
  { title: 'PATH', text: ({ path }) => path },
  { title: 'ID', text: ({ id }) => id },
];

const itemColumns: readonly Column<CleanupItem>[] = [
  { title: 'KIND', text: ({ kind }) => kind },
  { title: 'SIZE', isNumber: true, text: ({ sizeBytes }) => size(sizeBytes) },
  { title: 'AGE', text: ({ ageSeconds }) => duration(ageSeconds) },
  { title: 'OWNER', text: ({ owner }) => owner },
  { title: 'TARGET', text: ({ target }) => target },
  { title: 'WHY', text: ({ reason, obstacle }) => (obstacle === null ? reason : `${reason}; stays: ${obstacle}`) },
];
const tickColumns: readonly Column<CleanupItem>[] = [{ title: 'KEY', text: ({ key }) => key }, ...itemColumns];

const clockTime = (atMs: number) => new Date(atMs).toISOString().slice(11, 19);

const eventColumns: readonly Column<LinkEvent>[] = [
  { title: 'UTC', text: ({ atMs }) => clockTime(atMs) },
  { title: 'WHAT', text: ({ kind }) => kind },
  { title: 'STAGE', text: ({ stage }) => stage },
  { title: 'MS', isNumber: true, text: ({ durationMs }) => (durationMs === null ? null : Math.round(durationMs)) },
  { title: 'MESSAGE', text: ({ message }) => message },
];
const eventTable = (events: readonly LinkEvent[]) =>
  events.length === 0 ? 'Nothing happened to this link since Berth was started.\n' : table(eventColumns, events);

/** A preview as people read it: what goes, what goes only when it is ticked, what to know before. */
export function previewText({ items, warnings, digest }: CleanupPreview): string {
  const going = items.filter(({ isOptional }) => !isOptional);
  const optional = items.filter(({ isOptional }) => isOptional);
  const parts = [going.length === 0 ? 'Nothing to remove.\n' : table(itemColumns, going)];
  if (optional.length > 0) parts.push(`Not Berth's; goes only with --ticked KEY:\n${table(tickColumns, optional)}`);
  if (warnings.length > 0) {
    const columns: Column<CleanupPreview['warnings'][number]>[] = [
      { title: 'REPOSITORY', text: ({ path }) => path },
      { title: 'WORK IN NO COMMIT', text: ({ message }) => message },
    ];
    parts.push(`Repositories are not touched.\n${table(columns, warnings)}`);
  }
  return `${parts.join('\n')}\ndigest ${digest}\n`;
}

function reportText({ removed, remaining, backupPath }: CleanupReport): string {
  const parts = [`Removed ${removed.length}.\n`];
  if (removed.length > 0) parts.push(table(itemColumns, removed));
  if (remaining.length > 0) parts.push(`Still there:\n${table(itemColumns, remaining)}`);
  if (backupPath !== null) parts.push(`Records and confs are kept in ${backupPath} on the server.\n`);
  return parts.join('');
}

const views: Readonly<Record<string, (value: never, nowMs: number) => string>> = {
  'profiles.list': profileTable,
  'profiles.arrange': profileTable,
  'profiles.import': importText,
  'profiles.readSshConfig': sshConfigText,
  'profiles.importSshConfig': importText,
  'repositories.list': (rows: Repository[]) => table(repositoryColumns, rows),
  'instances.list': instanceTable,
  'instances.startAll': ({ instances }: ManyInstances, nowMs) => instanceTable(instances, nowMs),
  'instances.stopAll': ({ instances }: ManyInstances, nowMs) => instanceTable(instances, nowMs),
  'hosts.timeline': eventTable,
  'hosts.diagnose': ({ text }: Diagnosis) => text,
  'logs.sources': (rows: ListedLog[]) => table(logColumns, rows),
  'alerts.list': alertLogText,
  'ports.list': (rows: HostPort[]) => table(portColumns, rows),
  'setup.plan': planText,
  'setup.run': planText,
  'setup.doctor': checkupText,
  'setup.fix': checkText,
  'setup.codeServers': codeServersText,
  'setup.useCodeServer': codeServersText,
  'setup.removeCodeServer': codeServersText,
  'cleanup.preview': previewText,
  'cleanup.run': reportText,
  'stats.history': historyText,
  'processes.end': endedText,
  'sessions.list': sessionListText,
  'sessions.start': (row: Session, nowMs) => sessionTable([row], nowMs),
  'sessions.resume': (row: Session, nowMs) => sessionTable([row], nowMs),
  'sessions.rename': (row: Session, nowMs) => sessionTable([row], nowMs),
  'sessions.wait': (row: Session, nowMs) => sessionTable([row], nowMs),
  'sessions.send': outcomeText,
  'sessions.keys': outcomeText,
  'sessions.hooks': hooksTable,
  'sessions.configureHooks': hooksTable,
  'presets.list': presetTable,
  'presets.save': (row: Preset) => presetTable([row]),
  'presets.setSecret': (row: Preset) => presetTable([row]),
  'presets.reset': presetTable,
  'presets.import': presetImportText,
};

/** What a method answered, as a table for people; null where the document itself is as good. */
export function tableOf(capability: string, name: string, value: unknown, nowMs: number): string | null {
  const method = `${capability}.${name}`;
  return Object.hasOwn(views, method) ? (views[method]?.(value as never, nowMs) ?? null) : null;
}
