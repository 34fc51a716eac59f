import { AppWindow, Gauge, Server } from 'lucide-react';
import { useStore } from 'zustand';
import { showHost } from './model/layout-state.ts';
import { useBerth } from './use-berth.ts';

interface BottomBarProps {
  readonly openDrawer: 'servers' | 'editors' | null;
  readonly onDrawer: (drawer: 'servers' | 'editors' | null) => void;
}

/** The phone's way around: servers, the host's page, open editors. */
export function BottomBar({ openDrawer, onDrawer }: BottomBarProps) {
  const { layout } = useBerth();
  const { tabs, activeTabId, profileId } = useStore(layout);
  const showPage = () => {
    onDrawer(null);
    layout.setState((state) => showHost(state, profileId), true);
  };
  return (
    <nav className="bottom-bar" aria-label="Main">
      <button type="button" aria-expanded={openDrawer === 'servers'} onClick={() => onDrawer('servers')}>
        <Server size={18} aria-hidden="true" />
        Servers
      </button>
      <button type="button" aria-current={activeTabId === null ? 'page' : undefined} onClick={showPage}>
        <Gauge size={18} aria-hidden="true" />
        Overview
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
