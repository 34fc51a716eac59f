import { useStore } from 'zustand';
import type { RepositoryRow } from '../../features/repositories/list/repository-rows.ts';
import { stateWords } from '../../features/repositories/list/state-line.ts';
import { ResourceMeters } from '../../features/stats/ResourceMeters.tsx';
import { formatBytes } from '../../lib/format.ts';
import { Chunks } from '../../ui/Chunks.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { useRows } from '../host/use-rows.ts';
import { findTab, showRepository } from '../model/layout-state.ts';
import { useBerth, useSelectedProfile } from '../use-berth.ts';
import { AllServersRow } from './AllServersRow.tsx';
import { ServerList } from './ServerList.tsx';
import './sidebar.css';

interface SidebarProps {
  /** Called when something was chosen, so that a drawer can close. */
  readonly onNavigate: () => void;
}

/** Servers, the repositories of the selected one, and its resources. */
export function Sidebar({ onNavigate }: SidebarProps) {
  const selected = useSelectedProfile();
  return (
    <div className="sidebar-body">
      <div className="sidebar-lists">
        <AllServersRow onNavigate={onNavigate} />
        <ServerList onNavigate={onNavigate} />
        {selected !== null && <Repositories profileId={selected.id} onNavigate={onNavigate} />}
      </div>
      {selected !== null && <Meters profileId={selected.id} />}
    </div>
  );
}

function Repositories({ profileId, onNavigate }: SidebarProps & { readonly profileId: string }) {
  const rows = useRows(profileId);
  if (rows === null || rows.length === 0) return null;
  return (
    <>
      <div className="sidebar-head">
        <h2>Repositories</h2>
      </div>
      <Chunks items={rows} as="ul" itemHeightPx={30}>
        {(row) => <RepositoryItem key={row.id} profileId={profileId} row={row} onNavigate={onNavigate} />}
      </Chunks>
    </>
  );
}

interface RepositoryItemProps extends SidebarProps {
  readonly profileId: string;
  readonly row: RepositoryRow;
}

function RepositoryItem({ profileId, row, onNavigate }: RepositoryItemProps) {
  const app = useBerth();
  const isActive = useStore(
    app.layout,
    (layout) => layout.activeTabId !== null && findTab(layout, profileId, row.id)?.tabId === layout.activeTabId,
  );
  // Looking at a repository starts nothing: the tab offers to start it.
  const show = () => {
    const tab = { tabId: app.makeTabId(), profileId, repositoryId: row.id };
    app.layout.setState((layout) => showRepository(layout, tab), true);
    onNavigate();
  };
  return (
    <li>
      <button
        type="button"
        className="sidebar-row"
        data-selected={isActive}
        data-quiet={row.state === 'stopped'}
        aria-current={isActive ? 'page' : undefined}
        title={row.path}
        onClick={show}
      >
        <StateMark state={row.state} />
        <span className="cut">{row.name}</span>
        <span className={`num ${row.state === 'crashed' ? 'bad' : 'faint'}`}>{figureOf(row)}</span>
      </button>
    </li>
  );
}

function figureOf({ state, memoryBytes }: RepositoryRow): string {
  if (state === 'running') return memoryBytes === null ? 'running' : formatBytes(memoryBytes);
  return stateWords[state];
}

function Meters({ profileId }: { readonly profileId: string }) {
  const { stats } = useBerth();
  const reading = useStore(stats.store, (state) => state[profileId]?.stats ?? null);
  return (
    <section className="sidebar-meters" aria-label="Resources of the server">
      <ResourceMeters stats={reading} />
    </section>
  );
}
