import { useStore } from 'zustand';
import { AlertsDrawer } from '../../features/alerts/AlertsDrawer.tsx';
import { AlertToasts } from '../../features/alerts/AlertToasts.tsx';
import { AlertSettingsDialog } from '../../features/alerts/settings/AlertSettingsDialog.tsx';
import { useHasOverlay } from '../../ui/overlays.ts';
import { alertLead } from '../model/alert-flow.ts';
import { shownTabIds } from '../model/tabs/panes.ts';
import { isTerminalTab } from '../model/tabs/session-tabs.ts';
import { useBerth } from '../use-berth.ts';

/** What is shown of alerts above the page: those of this moment, the list of all servers, and when one warns. */
export function Alerts() {
  const app = useBerth();
  const { alerts, alertSettings, browserNotices } = app;
  const saved = useStore(app.profiles.store, (state) => state.profiles);
  const statuses = useStore(app.link.store, (state) => state.statuses);
  const shell = useStore(app.shellInfo, (info) => info?.shell ?? null);
  const editorHost = useStore(app.shellInfo, (info) => info?.editorHost ?? null);
  const hasOverlay = useHasOverlay();
  // A native view lies above all of the page but header, sidebar and footer.
  const isUnderView = useStore(app.layout, ({ activeTabId }) => activeTabId !== null) && editorHost === 'view';
  const isOnTerminal = useStore(app.layout, (layout) =>
    shownTabIds(layout).some((shownId) =>
      layout.tabs.some(({ tabId, repositoryId }) => tabId === shownId && isTerminalTab(repositoryId)),
    ),
  );
  const isSidebarHidden = useStore(app.layout, (layout) => layout.isSidebarHidden);
  const hasPlace = !hasOverlay && !(isUnderView && isSidebarHidden);
  const nameOf = (profileId: string) => saved.find(({ id }) => id === profileId)?.name ?? profileId;
  const hosts = saved.map(({ id, name }) => ({ id, name, isLinked: statuses[id]?.state === 'connected' }));
  return (
    <>
      {/* A dialog is somebody's work: nothing covers it, and the bell and the footer have said it. */}
      {hasPlace && (
        <AlertToasts
          place={isUnderView ? 'sidebar' : isOnTerminal ? 'terminal' : 'page'}
          model={alerts}
          nameOf={nameOf}
          leadOf={({ profileId, entry }) => alertLead(app, profileId, entry)}
        />
      )}
      <AlertsDrawer model={alerts} hosts={hosts} leadOf={({ profileId, entry }) => alertLead(app, profileId, entry)} />
      <AlertSettingsDialog
        model={alertSettings}
        hostNameOf={nameOf}
        browserNotices={shell === 'web' ? browserNotices : null}
      />
    </>
  );
}
