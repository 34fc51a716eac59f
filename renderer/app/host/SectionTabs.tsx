import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { sectionLetters } from '../keyboard.ts';
import type { HostSection } from '../model/layout-state.ts';
import { sectionNames, shownSections } from './sections.ts';
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

const tabId = (section: HostSection) => `section-tab-${section}`;
const panelId = 'section-panel';

/** The parts of a host's page as tabs, and the one that is shown. Arrow keys go from tab to tab. */
export function SectionTabs({ shown, badgeOf, onShow, children }: SectionTabsProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone the row is wider than the screen.
    row.current?.querySelector(`#${tabId(shown)}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [shown]);
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const last = shownSections.length - 1;
    const index = shownSections.indexOf(shown);
    const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const section = shownSections[(next + shownSections.length) % shownSections.length];
    if (section === undefined) return;
    onShow(section);
    row.current?.querySelector<HTMLElement>(`#${tabId(section)}`)?.focus();
  };
  return (
    <div>
      <div ref={row} className="section-tabs" role="tablist" aria-label="Parts of this server’s page" onKeyDown={press}>
        {shownSections.map((section) => {
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
              title={`${sectionNames[section]} (Alt+${sectionLetters[section]})`}
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
