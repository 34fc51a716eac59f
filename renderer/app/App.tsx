import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx';
import { useHasOverlay } from '../ui/overlays.ts';
import { SideDrawer } from '../ui/SideDrawer.tsx';
import { useIsPhone } from '../ui/use-is-phone.ts';
import { BottomBar } from './BottomBar.tsx';
import { CommandPalette } from './commands/CommandPalette.tsx';
import { Dialogs } from './dialogs/Dialogs.tsx';
import { Editors } from './editors/Editors.tsx';
import { OpenEditors } from './editors/OpenEditors.tsx';
import { HOST_PANEL_ID } from './editors/tab-ids.ts';
import { Footer } from './Footer.tsx';
import { Header } from './Header.tsx';
import { MainPage } from './MainPage.tsx';
import { SafeBar } from './settings/SafeBar.tsx';
import { Sidebar } from './sidebar/Sidebar.tsx';
import { useBerth } from './use-berth.ts';
import { useKeyboard } from './use-keyboard.ts';
import './app.css';

/** The whole page: header with tabs, sidebar, a host's page or an editor, footer. A phone gets a bottom bar and drawers. */
export function App() {
  const app = useBerth();
  const isPhone = useIsPhone();
  const { activeTabId, isSidebarHidden } = useStore(app.layout);
  const [drawer, setDrawer] = useState<'servers' | 'editors' | null>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const openDrawer = isPhone ? drawer : null;
  const closeDrawer = () => setDrawer(null);
  const run = useKeyboard(app, searchField, useHasOverlay());
  return (
    <div className="app" data-sidebar={isPhone || isSidebarHidden ? 'hidden' : 'shown'}>
      <Header isPhone={isPhone} />
      {!isPhone && !isSidebarHidden && (
        <aside className="sidebar" aria-label="Servers and repositories">
          <Sidebar onNavigate={closeDrawer} />
        </aside>
      )}
      <main className="stage" tabIndex={-1}>
        <div className="page" id={HOST_PANEL_ID} hidden={activeTabId !== null}>
          <ErrorBoundary name="This page">
            <SafeBar />
            <MainPage searchField={searchField} />
          </ErrorBoundary>
        </div>
        <ErrorBoundary name="The editors">
          <Editors />
        </ErrorBoundary>
      </main>
      <Footer isPhone={isPhone} />
      {isPhone && <BottomBar openDrawer={openDrawer} onDrawer={setDrawer} />}
      <SideDrawer
        title={openDrawer === 'editors' ? 'Open editors' : 'Servers'}
        isOpen={openDrawer !== null}
        from={openDrawer === 'editors' ? 'bottom' : 'left'}
        onClose={closeDrawer}
      >
        {openDrawer === 'servers' && <Sidebar onNavigate={closeDrawer} />}
        {openDrawer === 'editors' && <OpenEditors onNavigate={closeDrawer} />}
      </SideDrawer>
      <Dialogs />
      <CommandPalette run={run} />
    </div>
  );
}
