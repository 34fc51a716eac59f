import { AppWindow, Bot, Gauge, Server } from 'lucide-react';
import { useStore } from 'zustand';
import { waitingCount } from '../features/agents/session-groups.ts';
import { sectionOf, showHost, showSection } from './model/layout-state.ts';
import { useBerth } from './use-berth.ts';

interface BottomBarProps {
  readonly openDrawer: 'servers' | 'editors' | null;
  readonly onDrawer: (drawer: 'servers' | 'editors' | null) => void;
}

/** The phone's way around: servers, the host's page, its terminals and agents, open tabs. */
export function BottomBar({ openDrawer, onDrawer }: BottomBarProps) {
  const { layout, sessions } = useBerth();
  const { tabs, activeTabId, profileId, sections } = useStore(layout);
  const waiting = useStore(sessions.store, (hosts) =>
    waitingCount(Object.values(hosts).flatMap(({ list }) => list?.sessions ?? [])),
  );
  const isPage = activeTabId === null;
  const isOnSessions = isPage && profileId !== null && sectionOf({ sections }, profileId) === 'sessions';
  const showPage = () => {
    onDrawer(null);
    layout.setState(
      (state) =>
        profileId === null
          ? showHost(state, null)
          : showSection(state, profileId, isOnSessions ? 'overview' : sectionOf(state, profileId)),
      true,
    );
  };
  const showAgents = () => {
    onDrawer(null);
    layout.setState(
      (state) => (profileId === null ? showHost(state, null) : showSection(state, profileId, 'sessions')),
      true,
    );
    // On the page of all servers they stand below the servers.
    if (profileId === null) requestAnimationFrame(() => document.getElementById('agents-title')?.scrollIntoView());
  };
  return (
    <nav className="bottom-bar" aria-label="Main">
      <button type="button" aria-expanded={openDrawer === 'servers'} onClick={() => onDrawer('servers')}>
        <Server size={18} aria-hidden="true" />
        Servers
      </button>
      <button type="button" aria-current={isPage && !isOnSessions ? 'page' : undefined} onClick={showPage}>
        <Gauge size={18} aria-hidden="true" />
        Overview
      </button>
      <button type="button" aria-current={isOnSessions ? 'page' : undefined} onClick={showAgents}>
        <Bot size={18} aria-hidden="true" />
        <span className={waiting > 0 ? 'num warn' : 'num'}>
          Agents{waiting > 0 && ` ${waiting}`}
          {waiting > 0 && <span className="hidden-text">{waiting === 1 ? ' waits' : ' wait'} for you</span>}
        </span>
      </button>
      <button
        type="button"
        aria-expanded={openDrawer === 'editors'}
        data-active={activeTabId !== null}
        onClick={() => onDrawer('editors')}
      >
        <AppWindow size={18} aria-hidden="true" />
        <span className="num">Editors {tabs.length}</span>
      </button>
    </nav>
  );
}
