import { PanelLeft } from 'lucide-react';
import { useStore } from 'zustand';
import { IconButton } from '../ui/Button.tsx';
import { ColorMark } from '../ui/ColorMark.tsx';
import { Logo } from '../ui/Logo.tsx';
import { AlertsButton } from './alerts/AlertsButton.tsx';
import { PaletteButton } from './commands/PaletteButton.tsx';
import { useKeyWords } from './commands/use-key-words.ts';
import { TabBar } from './editors/TabBar.tsx';
import { useTabNames } from './editors/use-tab-names.ts';
import { DesktopTheme } from './outside/DesktopTheme.tsx';
import { DownloadsButton } from './outside/DownloadsButton.tsx';
import { SecretsButton } from './SecretsButton.tsx';
import { SettingsButton } from './settings/SettingsButton.tsx';
import { useBerth, useSelectedProfile } from './use-berth.ts';

/** Brand and tabs; on a phone the name of what is shown. */
export function Header({ isPhone }: { readonly isPhone: boolean }) {
  const { layout, profiles } = useBerth();
  const hasProfiles = useStore(profiles.store, (state) => state.profiles.length > 0);
  const { activeTabId, isSidebarHidden } = useStore(layout);
  const profile = useSelectedProfile();
  const keys = useKeyWords('sidebar');
  const names = useTabNames();
  const shown =
    activeTabId === null ? (profile?.name ?? (hasProfiles ? 'All servers' : 'Berth')) : (names.get(activeTabId) ?? '');
  return (
    <header className="header">
      <div className="brand">
        <span className="brand-mark">
          <Logo />
        </span>
        {isPhone && <ColorMark color={profile?.color ?? 'none'} />}
        {isPhone ? <b className="cut">{shown}</b> : !isSidebarHidden && <b>Berth</b>}
        {!isPhone && (
          <IconButton
            label={isSidebarHidden ? 'Show the sidebar' : 'Hide the sidebar'}
            {...(keys === '' ? {} : { hint: keys })}
            className="brand-toggle"
            onClick={() => layout.setState({ isSidebarHidden: !isSidebarHidden })}
          >
            <PanelLeft size={15} aria-hidden="true" />
          </IconButton>
        )}
      </div>
      {isPhone ? <span className="header-space" /> : <TabBar />}
      <PaletteButton />
      <DownloadsButton />
      <AlertsButton />
      <DesktopTheme />
      <SecretsButton />
      <SettingsButton />
    </header>
  );
}
