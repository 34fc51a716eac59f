import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';
import { useKeyWordsOf } from '../commands/use-key-words.ts';
import { withKeys } from '../commands/with-keys.ts';
import { type HostSection, hostSections } from '../model/layout-state.ts';
import './section-tabs.css';

interface SectionTabsProps {
  readonly shown: HostSection;
  /** What stands behind the name of a tab, such as how many alerts are raised; null is nothing. */
  readonly badgeOf: (section: HostSection) => SectionBadge | null;
  readonly onShow: (section: HostSection) => void;
  readonly children: ReactNode;
}

/** A number at a tab, and what it counts. */
export interface SectionBadge {
  readonly count: number;
  readonly words: string;
}

/** What the parts of a host's page are called. */
const sectionNames: Readonly<Record<HostSection, string>> = {
  overview: 'Overview',
  sessions: 'Sessions',
  processes: 'Processes',
  resources: 'Resources',
  ports: 'Ports',
  logs: 'Logs',
  alerts: 'Alerts',
};

const tabId = (section: HostSection) => `section-tab-${section}`;
const panelId = 'section-panel';

/** The parts of a host's page as tabs, and the one that is shown. Arrow keys go from tab to tab. */
export function SectionTabs({ shown, badgeOf, onShow, children }: SectionTabsProps) {
  const keysOf = useKeyWordsOf();
  const row = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLDivElement>(null);
  const lastShown = useRef(shown);
  useLayoutEffect(() => {
    const tab = row.current?.querySelector<HTMLElement>(`#${tabId(shown)}`);
    // On a phone the row is wider than the screen.
    if (row.current !== null && tab != null) row.current.scrollLeft = scrolledTo(row.current, tab);
    if (lastShown.current === shown) return;
    lastShown.current = shown;
    beginAtTop(area.current);
    // What led here may have gone with the part that it was in.
    if (document.activeElement === document.body) tab?.focus({ preventScroll: true });
  }, [shown]);
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const last = hostSections.length - 1;
    const index = hostSections.indexOf(shown);
    const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const section = hostSections[(next + hostSections.length) % hostSections.length];
    if (section === undefined) return;
    onShow(section);
    row.current?.querySelector<HTMLElement>(`#${tabId(section)}`)?.focus();
  };
  return (
    <div ref={area}>
      <div ref={row} className="section-tabs" role="tablist" aria-label="Parts of this server’s page" onKeyDown={press}>
        {hostSections.map((section) => {
          const badge = badgeOf(section);
          return (
            <button
              key={section}
              id={tabId(section)}
              type="button"
              role="tab"
              className="section-tab"
              aria-selected={section === shown}
              aria-controls={section === shown ? panelId : undefined}
              tabIndex={section === shown ? 0 : -1}
              title={withKeys(sectionNames[section], keysOf(`section-${section}`))}
              onClick={() => onShow(section)}
            >
              {/* Bold takes more room; it is kept for it, so that no tab moves. */}
              <span className="section-name" data-words={sectionNames[section]}>
                {sectionNames[section]}
              </span>
              {badge !== null && (
                <span className="section-badge num">
                  {badge.count}
                  <span className="hidden-text"> {badge.words}</span>
                </span>
              )}
            </button>
          );
        })}
      </div>
      <div id={panelId} role="tabpanel" aria-labelledby={tabId(shown)} className="section-panel">
        {children}
      </div>
    </div>
  );
}

/** How far a row is scrolled so that a tab in it is seen whole. */
function scrolledTo(row: HTMLElement, tab: HTMLElement): number {
  const left = tab.offsetLeft - row.offsetLeft;
  return Math.min(Math.max(row.scrollLeft, left + tab.offsetWidth - row.clientWidth), left);
}

/** Another part is read from its beginning; a page that was not scrolled as far as that stays where it is. */
function beginAtTop(area: HTMLElement | null): void {
  const page = area?.closest('.page') ?? null;
  if (area === null || page === null) return;
  const top = area.getBoundingClientRect().top - page.getBoundingClientRect().top;
  if (top < 0) page.scrollTop += top;
}
