import { Rows3 } from 'lucide-react';
import { useStore } from 'zustand';
import { useKeyWords } from '../commands/use-key-words.ts';
import { withKeys } from '../commands/with-keys.ts';
import { showFleet } from '../model/layout-state.ts';
import { useBerth, useLinkedCount } from '../use-berth.ts';

/** The way to the page of all servers; with a single one there is no such page. */
export function AllServersRow({ onNavigate }: { readonly onNavigate: () => void }) {
  const { layout, profiles } = useBerth();
  const count = useStore(profiles.store, (state) => state.profiles.length);
  const linkedCount = useLinkedCount();
  const keys = useKeyWords('fleet');
  const isSelected = useStore(layout, (state) => state.profileId === null);
  if (count < 2) return null;
  const open = () => {
    layout.setState(showFleet, true);
    onNavigate();
  };
  return (
    <button
      type="button"
      className="sidebar-row"
      data-selected={isSelected}
      aria-current={isSelected ? 'page' : undefined}
      data-testid="all-servers"
      title={withKeys('All servers', keys)}
      onClick={open}
    >
      <Rows3 size={12} aria-hidden="true" />
      <span className="cut">All servers</span>
      <span className="num faint">
        {linkedCount} of {count} linked
      </span>
    </button>
  );
}
