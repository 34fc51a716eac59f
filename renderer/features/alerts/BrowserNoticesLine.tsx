import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { SettingsGroup } from '../../ui/SettingsGroup.tsx';
import type { BrowserNotices, NoticePermission } from './browser-notices.ts';

const words: Readonly<Record<NoticePermission, string>> = {
  granted: 'This browser shows a notice when something is raised while you look elsewhere.',
  default: 'This browser can show a notice when something is raised while you look elsewhere.',
  denied: 'This browser was told not to show notices of Berth; allow them in its settings of this page.',
  missing: 'This browser has no notices.',
};

/** Whether the browser shows notices; it asks only after a click. */
export function BrowserNoticesLine({ notices }: { readonly notices: BrowserNotices }) {
  const permission = useStore(notices.permission);
  return (
    <SettingsGroup title="Notices of this browser" note={words[permission]}>
      {permission === 'default' && (
        <div>
          <Button isSmall onClick={() => void notices.allow()}>
            Allow notices…
          </Button>
        </div>
      )}
    </SettingsGroup>
  );
}
