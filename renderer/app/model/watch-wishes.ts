import type { WatchWish } from '../../features/stats/live-watches.ts';
import { type LayoutState, sectionOf } from './layout-state.ts';

/** For figures beside something else. */
const calmSeconds = 5;
/** Where somebody looks at nothing but processes or charts. */
const closeSeconds = 2;
/** For each of all hosts. */
const fleetSeconds = 10;

/**
 * How each host is watched, by what of the page is seen: the selected one, or on the page of all hosts every one of `linkedIds`.
 * A host that nobody sees is not watched.
 */
export function watchWishes(layout: LayoutState, linkedIds: readonly string[]): ReadonlyMap<string, WatchWish> {
  const { profileId, activeTabId } = layout;
  if (profileId === null) {
    if (activeTabId !== null) return new Map();
    return new Map(linkedIds.map((id) => [id, { intervalSeconds: fleetSeconds, hasProcesses: false }]));
  }
  if (!linkedIds.includes(profileId)) return new Map();
  // An editor covers the page; the foot of the sidebar is all that is seen of the host then.
  const section = activeTabId === null ? sectionOf(layout, profileId) : 'overview';
  const isClose = section === 'processes' || section === 'resources';
  const wish = { intervalSeconds: isClose ? closeSeconds : calmSeconds, hasProcesses: section === 'processes' };
  return new Map([[profileId, wish]]);
}
