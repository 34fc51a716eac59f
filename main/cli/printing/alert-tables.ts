import type { AlertEntry, AlertLog } from '../../contract/alerts.ts';
import { type Column, duration, table } from './table.ts';

const columns = (nowMs: number): readonly Column<AlertEntry>[] => [
  { title: 'AGO', text: ({ atMs }) => duration((nowMs - atMs) / 1000) },
  { title: 'STATE', text: ({ state }) => state },
  { title: 'KIND', text: ({ kind }) => kind },
  { title: 'REPOSITORY', text: ({ repository }) => repository },
  {
    title: 'NOTICES',
    text: ({ deliveries }) => deliveries.map(({ channel, outcome }) => `${channel} ${outcome}`).join(),
  },
  { title: 'WHAT', text: ({ message }) => message },
];

/** What a host warns of now, and what it warned of before. */
export function alertLogText({ raised, entries }: AlertLog, nowMs: number): string {
  const open = new Set(raised.map(({ number }) => number));
  const past = entries.filter(({ number }) => !open.has(number));
  const now = raised.length === 0 ? 'Nothing is raised.\n' : table(columns(nowMs), raised);
  return past.length === 0 ? now : `${now}\nBefore:\n${table(columns(nowMs), past)}`;
}
