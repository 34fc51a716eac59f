import type { LinkEvent } from '../../../main/contract/hosts.ts';
import { formatDuration } from '../../lib/format.ts';
import type { MarkState } from '../../ui/StateMark.tsx';

/** The shape of an event; null for one that only passes by. */
export function eventMark(kind: LinkEvent['kind']): MarkState | null {
  switch (kind) {
    case 'connected':
    case 'replaced':
      return 'connected';
    case 'failed':
    case 'lost':
      return 'failed';
    case 'disconnected':
      return 'disconnected';
    default:
      return null;
  }
}

/** When an event was: the time, and the day when that is not `today`, which is written as `toDateString` does. */
export function eventTime(atMs: number, today: string): string {
  const at = new Date(atMs);
  const time = at.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  if (at.toDateString() === today) return time;
  return `${at.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })} ${time}`;
}

/** How long something took, in the unit that tells its order of size. */
export function shortDuration(durationMs: number | null): string {
  if (durationMs === null) return '';
  if (durationMs < 1_000) return `${Math.max(1, Math.round(durationMs))} ms`;
  return durationMs < 10_000 ? `${(durationMs / 1_000).toFixed(1)} s` : formatDuration(durationMs / 1_000);
}
