import { type HostSection, hostSections, type LayoutState, sectionOf } from '../model/layout-state.ts';

/** The parts of a host's page that have a view, in the order of their tabs. */
const there: readonly HostSection[] = ['overview', 'processes', 'resources', 'ports', 'logs', 'alerts'];

/** What the tabs are called. */
export const sectionNames: Readonly<Record<HostSection, string>> = {
  overview: 'Overview',
  processes: 'Processes',
  resources: 'Resources',
  ports: 'Ports',
  logs: 'Logs',
  alerts: 'Alerts',
};

/** The tabs of a host's page. */
export const shownSections: readonly HostSection[] = hostSections.filter((section) => there.includes(section));

/** Whether there is a tab for a part of the page. */
export function isSectionThere(section: HostSection): boolean {
  return shownSections.includes(section);
}

/** The part of a host's page that is shown. */
export function shownSectionOf(layout: Pick<LayoutState, 'sections'>, profileId: string): HostSection {
  const section = sectionOf(layout, profileId);
  return isSectionThere(section) ? section : 'overview';
}
