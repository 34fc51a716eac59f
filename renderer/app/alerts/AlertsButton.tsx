import { Bell } from 'lucide-react';
import { useStore } from 'zustand';
import { raisedCount } from '../../features/alerts/alerts-model.ts';
import { IconButton } from '../../ui/Button.tsx';
import { useBerth } from '../use-berth.ts';
import '../../features/alerts/alerts.css';

/** The bell with how much is raised on all servers; opens the list of it. */
export function AlertsButton() {
  const { alerts, profiles } = useBerth();
  const saved = useStore(profiles.store, (state) => state.profiles);
  const count = useStore(alerts.store, (state) =>
    raisedCount(
      state,
      saved.map(({ id }) => id),
    ),
  );
  if (saved.length === 0) return null;
  return (
    <IconButton
      className="bell-button"
      label={count === 0 ? 'Alerts' : `Alerts: ${count} raised`}
      data-raised={count > 0 || undefined}
      onClick={() => alerts.setOpen(true)}
    >
      <Bell size={15} aria-hidden="true" />
      {count > 0 && (
        <span className="bell-count num" aria-hidden="true">
          {count > 99 ? '99+' : count}
        </span>
      )}
    </IconButton>
  );
}
