import type { Profile } from '../../../contract/profiles.ts';
import type { Check } from '../../../contract/setup.ts';

/** All that the text is made of. */
export interface ReportParts {
  readonly profile: Pick<Profile, 'name' | 'user' | 'address' | 'port'>;
  readonly version: string;
  readonly checks: readonly Check[];
  readonly nowMs: number;
}

const marks: Readonly<Record<Check['outcome'], string>> = { ok: 'ok', warn: 'WARNING', fail: 'FAILED' };

/**
 * The findings as text to hand on. They are made of names, figures and paths of the host only: of other programs, nothing but
 * the name, because passwords may stand among their arguments.
 */
export function reportText({ profile, version, checks, nowMs }: ReportParts): string {
  const { name, user, address, port } = profile;
  const count = (outcome: Check['outcome']) => checks.filter((check) => check.outcome === outcome).length;
  const lines = [
    `Checkup of ${name} by Berth ${version}, ${new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z')}`,
    `The server: ${user}@${address} port ${port}`,
    `${count('ok')} of ${checks.length} are well, ${count('warn')} warn, ${count('fail')} fail.`,
    '',
    ...checks.flatMap(checkLines),
  ];
  return `${lines.join('\n')}\n`;
}

function checkLines({ title, outcome, seen, why, fix }: Check, index: number): string[] {
  const head = `${String(index + 1).padStart(2)}. ${marks[outcome].padEnd(7)}  ${title}: ${seen}`;
  if (outcome === 'ok') return [head];
  const indent = ' '.repeat(13);
  const told = fix === null ? [] : [`${indent}${fixText(fix)}`];
  return [head, `${indent}${why}`, ...told];
}

function fixText(fix: NonNullable<Check['fix']>): string {
  if (fix.kind === 'command') return `On the server: ${fix.command}`;
  return fix.kind === 'setup' ? 'The setup of this server in Berth does it.' : `Berth can do it: ${fix.label}.`;
}
