import type { Check, Checkup, CodeServers, PlanStep, SetupPlan } from '../../contract/setup.ts';
import { type Column, printable, size, table } from './table.ts';

const stepColumns: readonly Column<PlanStep>[] = [
  { title: 'STATE', text: ({ state }) => state },
  { title: 'STEP', text: ({ title }) => title },
  { title: 'ID', text: ({ id }) => id },
  { title: 'WHAT', text: ({ detail }) => detail },
];

function outlook({ steps, downloadBytes, diskBytes, isEnough }: SetupPlan): string {
  const hasMore = steps.some(({ state }) => state === 'todo');
  const download = downloadBytes === null ? '' : `Downloads or sends at most ${size(downloadBytes)}. `;
  const more = hasMore
    ? `${download}Takes ${size(diskBytes)} on the server. "berth setup run" does it.\n`
    : 'Nothing is left that Berth could do.\n';
  return isEnough ? more : `${more}VS Code cannot be opened on this server without what is to be done by hand.\n`;
}

/** What a setup would do, or has left to do, with the commands for somebody who has more rights. */
export function planText(plan: SetupPlan): string {
  const byHand = plan.steps.filter(({ state, command }) => state === 'by-hand' && command !== null);
  const commands = byHand.map(({ command }) => `  ${printable(command ?? '')}\n`).join('');
  return `${table(stepColumns, plan.steps)}${commands === '' ? '' : `As root on the server:\n${commands}`}${outlook(plan)}`;
}

/** The findings about a host; the text that is handed on is what people read too. */
export function checkupText({ text }: Checkup): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** One finding after it was put right, or not. */
export function checkText({ outcome, title, seen, why, fix }: Check): string {
  const lines = [`${outcome}: ${title}. ${seen}`];
  if (outcome !== 'ok') lines.push(why);
  if (outcome !== 'ok' && fix?.kind === 'command') lines.push(`By hand: ${fix.command}`);
  return `${lines.map(printable).join('\n')}\n`;
}

type Version = CodeServers['versions'][number];

const versionColumns = (pinnedVersion: string): readonly Column<Version>[] => [
  { title: 'VERSION', text: ({ version }) => version },
  {
    title: 'WHICH',
    text: ({ version, isCurrent, isPrevious }) => {
      const words = [isCurrent ? 'current' : isPrevious ? 'previous' : '', version === pinnedVersion ? 'pinned' : ''];
      return words.filter((word) => word !== '').join(', ') || null;
    },
  },
  { title: 'SIZE', isNumber: true, text: ({ sizeBytes }) => size(sizeBytes) },
  {
    title: 'INSTALLED',
    text: ({ installedAtMs }) => (installedAtMs === null ? null : new Date(installedAtMs).toISOString().slice(0, 10)),
  },
  { title: 'USED BY', text: ({ usedBy }) => (usedBy.length === 0 ? null : usedBy.join(', ')) },
];

/** The code-servers of a host. */
export function codeServersText({ versions, foreign, pinnedVersion, partialBytes }: CodeServers): string {
  const parts = [
    versions.length === 0
      ? 'There is no code-server of Berth on this server.\n'
      : table(versionColumns(pinnedVersion), versions),
  ];
  if (foreign !== null) parts.push(`Used instead: ${printable(foreign.version)} at ${printable(foreign.path)}.\n`);
  if (partialBytes > 0)
    parts.push(`${size(partialBytes)} of ${pinnedVersion} lie there from a transfer that was cut off.\n`);
  return parts.join('');
}
