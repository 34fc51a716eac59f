import type { Check, CheckId, Checkup } from '../../../main/contract/setup.ts';
import { countOf } from '../../lib/format.ts';

/** One check as it is shown. */
export interface Finding {
  /** Its place in the report, from 1. */
  readonly number: number;
  readonly check: Check;
  /** Whether it was not well and is, since its fix. */
  readonly isFixed: boolean;
}

/** The findings of one kind, in the order of the report. */
export interface FindingGroup {
  readonly outcome: Check['outcome'];
  readonly findings: readonly Finding[];
}

type Rechecked = Readonly<Partial<Record<CheckId, Check>>>;

/** What needs the user first. One that was fixed keeps its place, so that nothing moves under the pointer. */
export function findingGroups({ checks }: Checkup, rechecked: Rechecked): readonly FindingGroup[] {
  const findings = checks.map((check, index): Finding & { readonly group: Check['outcome'] } => {
    const present = rechecked[check.id] ?? check;
    const isFixed = check.outcome !== 'ok' && present.outcome === 'ok';
    return { number: index + 1, check: present, isFixed, group: check.outcome };
  });
  return (['fail', 'warn', 'ok'] as const)
    .map((outcome) => ({ outcome, findings: findings.filter(({ group }) => group === outcome) }))
    .filter((group) => group.findings.length > 0);
}

/** How many are well and how many are not, as they are after the fixes. */
export function checkupCounts({ checks }: Checkup, rechecked: Rechecked): Readonly<Record<Check['outcome'], number>> {
  const counts = { ok: 0, warn: 0, fail: 0 };
  for (const check of checks) counts[(rechecked[check.id] ?? check).outcome] += 1;
  return counts;
}

/** The sentence above the findings: "2 problems, 1 warning, 20 well." */
export function checkupSentence({ ok, warn, fail }: Readonly<Record<Check['outcome'], number>>): string {
  if (warn + fail === 0) return `All ${countOf(ok, 'check')} are well.`;
  const parts = [fail > 0 ? countOf(fail, 'problem') : '', warn > 0 ? countOf(warn, 'warning') : '', `${ok} well`];
  return `${parts.filter(Boolean).join(', ')}.`;
}

/** The report to hand on, with what was put right since. */
export function checkupText({ checks, text }: Checkup, rechecked: Rechecked): string {
  const lines = checks.flatMap(({ id }, index) => {
    const present = rechecked[id];
    return present === undefined ? [] : [`${index + 1}. ${present.outcome}: ${present.title}. ${present.seen}`];
  });
  return lines.length === 0 ? text : [text.trimEnd(), '', 'Looked at again after a fix:', ...lines].join('\n');
}
