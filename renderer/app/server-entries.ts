import type { MenuEntry } from '../ui/menu-entry.ts';
import type { BerthApp } from './model/berth-app.ts';

interface ServerEntriesInput {
  readonly app: Pick<BerthApp, 'doctor' | 'setup' | 'versions'>;
  readonly profileId: string;
  /** Each of them asks the host. */
  readonly isLinked: boolean;
  /** Told before one is opened. */
  readonly onNavigate?: () => void;
}

/** What looks after a server, the same in each menu about it. */
export function serverEntries({ app, profileId, isLinked, onNavigate }: ServerEntriesInput) {
  const about = (label: string, key: string, open: (profileId: string) => Promise<void>): MenuEntry => ({
    label,
    key,
    isDisabled: !isLinked,
    onSelect: () => {
      onNavigate?.();
      void open(profileId);
    },
  });
  return {
    checkUp: about('Check up…', 'c', app.doctor.open),
    setUp: about('Set up…', 's', app.setup.open),
    versions: about('VS Code versions…', 'v', app.versions.open),
  };
}
