import type { Preset } from '../../contract/presets.ts';
import type { ImportReport } from '../../contract/profile-exchange.ts';
import type { Session, SessionList } from '../../contract/session-words.ts';
import type { HookStatus, SendOutcome } from '../../contract/sessions.ts';
import { type Column, duration, size, table } from './table.ts';

const secondsSince = (atMs: number | null, nowMs: number) => (atMs === null ? null : (nowMs - atMs) / 1000);
const percent = (share: number | null) => (share === null ? null : `${Math.round(share * 100)} %`);

function endOf({ exitCode, exitSignal, trouble }: Session): string {
  const code = exitCode === null ? '' : ` ${exitCode}`;
  const how = exitSignal === null ? code : ` ${exitSignal}`;
  return `${how}${trouble === null ? '' : ` (${trouble})`}`;
}

const sessionColumns = (nowMs: number): readonly Column<Session>[] => [
  { title: 'TITLE', text: ({ title }) => title },
  { title: 'STATE', text: (row) => `${row.state}${endOf(row)}` },
  { title: 'BY', text: ({ stateSource }) => stateSource },
  { title: 'FOR', text: ({ stateSinceMs }) => duration(secondsSince(stateSinceMs, nowMs)) },
  {
    title: 'RUNS',
    text: ({ kind, preset, model }) => (kind === 'terminal' ? 'shell' : [preset, model].filter(Boolean).join(' ')),
  },
  {
    title: 'IN',
    text: ({ repository, worktreeBranch, path }) =>
      repository === null ? path : [repository, worktreeBranch].filter(Boolean).join(' @ '),
  },
  { title: 'AGE', text: ({ startedAtMs }) => duration(secondsSince(startedAtMs, nowMs)) },
  { title: 'MEMORY', isNumber: true, text: ({ memoryBytes }) => size(memoryBytes) },
  { title: 'CPU', isNumber: true, text: ({ processorShare }) => percent(processorShare) },
  { title: 'VIEWS', isNumber: true, text: ({ viewerCount }) => viewerCount },
  { title: 'ID', text: ({ id }) => id },
  { title: 'WHAT', text: ({ stateDetail }) => stateDetail },
];

/** One session, or several, as people read them. */
export function sessionTable(rows: readonly Session[], nowMs: number): string {
  return table(sessionColumns(nowMs), rows);
}

/** The sessions of a host and what keeps them alive. */
export function sessionListText(list: SessionList, nowMs: number): string {
  const { sessions, keeping, settings, agentCount, agentCountOfAll } = list;
  const rows = sessions.length === 0 ? 'No terminal and no agent runs here.\n' : sessionTable(sessions, nowMs);
  const counts = `Agents: ${agentCount} of ${settings.mostAgents} here, ${agentCountOfAll} of ${settings.mostAgentsOfAll} of all users.`;
  const kept = [keeping.message, keeping.nextStep].filter((text) => text !== null).join(' ');
  return `${rows}\n${counts}\n${kept}\n`;
}

/** What became of a text or of keys. */
export function outcomeText({ outcome, reason }: SendOutcome): string {
  return `${outcome}${reason === null ? '' : `: ${reason}`}\n`;
}

const hookColumns: readonly Column<HookStatus>[] = [
  { title: 'AGENT', text: ({ agent }) => agent },
  { title: 'HOOKS', text: ({ state }) => state },
  { title: 'FILE', text: ({ file }) => file },
];

/** Which agents tell what they do. */
export const hooksTable = (rows: readonly HookStatus[]): string => table(hookColumns, rows);

const secretsOf = ({ secretNames, knownSecretNames }: Preset) =>
  secretNames.map((name) => `${name}${knownSecretNames.includes(name) ? '' : ' (missing)'}`).join(', ') || null;
/** So many fit a line beside the rest; the document has them all. */
const shownModels = 3;
const modelsOf = ({ models }: Preset) => {
  const more = models.length > shownModels ? ` and ${models.length - shownModels} more` : '';
  return `${models.slice(0, shownModels).join(', ')}${more}` || null;
};
const originOf = ({ isShipped, isAsShipped }: Preset) =>
  isShipped ? (isAsShipped ? 'Berth' : 'Berth, changed') : 'you';

const presetColumns: readonly Column<Preset>[] = [
  { title: 'NAME', text: ({ name }) => name },
  { title: 'COMMAND', text: ({ command }) => command?.join(' ') ?? 'login shell' },
  { title: 'MODEL', text: ({ model }) => model },
  { title: 'MODELS', text: modelsOf },
  { title: 'SECRETS', text: secretsOf },
  { title: 'LIMIT', isNumber: true, text: ({ memoryLimitBytes }) => size(memoryLimitBytes) },
  { title: 'EXPECTED', isNumber: true, text: ({ expectedMemoryBytes }) => size(expectedMemoryBytes) },
  { title: 'BY', text: originOf },
  { title: 'ID', text: ({ id }) => id },
];

/** The presets of this computer. */
export const presetTable = (rows: readonly Preset[]): string => table(presetColumns, rows);

type Skipped = ImportReport['skipped'][number];
const skippedColumns: readonly Column<Skipped>[] = [
  { title: 'LEFT OUT', text: ({ name }) => name },
  { title: 'WHY', text: ({ reason }) => reason },
];

/** What an import of presets saved and what it left out. */
export function presetImportText({
  added,
  skipped,
}: {
  readonly added: readonly Preset[];
  readonly skipped: readonly Skipped[];
}): string {
  const parts = [`Saved ${added.length}.\n`];
  if (added.length > 0) parts.push(presetTable(added));
  if (skipped.length > 0) parts.push(table(skippedColumns, skipped));
  return parts.join('');
}
