import { formatBytes, formatShare } from '../../lib/format.ts';
import type { ChartColumns, ChartSpec } from './chart-spec.ts';

const dayMs = 86_400_000;

/** A value in its unit, as the legend and the table say it: "34 %", "1.6 GB", "212 kB/s", "–". */
export function formatValue(value: number | null, unit: ChartSpec['unit']): string {
  if (value === null) return '–';
  if (unit === 'share') return value > 0 && value < 0.1 ? `${(value * 100).toFixed(1)} %` : formatShare(value);
  return unit === 'bytes' ? formatBytes(value) : `${formatBytes(value)}/s`;
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const clockWithSeconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short' });

/** A moment on the axis: "14:05". */
export const formatTick = (atMs: number) => clock.format(atMs);

/** A moment in words: "14:05:10", with the day when it was another one: "Fri 23:40:00". */
export function formatMoment(atMs: number, nowMs: number): string {
  const isToday = nowMs - atMs < dayMs && new Date(atMs).getDate() === new Date(nowMs).getDate();
  return `${isToday ? '' : `${day.format(atMs)} `}${clockWithSeconds.format(atMs)}`;
}

const unitWords = { share: 'share', bytes: 'bytes', 'bytes-per-second': 'bytes per second' } as const;

/** The columns as CSV, one row per moment, times in UTC; a gap has no row. */
export function csvOf({ series, unit }: ChartSpec, { atMs, values }: ChartColumns): string {
  const head = ['time', ...series.map(({ label }) => `${label} (${unitWords[unit]})`)];
  const rows = atMs.flatMap((moment, index) => {
    const cells = values.map((column) => column[index] ?? null);
    if (cells.length > 0 && cells.every((cell) => cell === null)) return [];
    return [[new Date(moment).toISOString(), ...cells.map((cell) => (cell === null ? '' : plainNumber(cell, unit)))]];
  });
  return `${[head, ...rows].map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`;
}

const plainNumber = (value: number, unit: ChartSpec['unit']) =>
  unit === 'share' ? value.toFixed(4) : String(Math.round(value));

/** A text that a spreadsheet takes for a formula is kept a text. */
function cellOf(text: string): string {
  const safe = /^[=+@\t-]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
