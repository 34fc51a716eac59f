import type { UpdateView } from '../../../main/contract/updates.ts';
import type { Problem } from '../../api/problem.ts';
import { formatAgo } from '../../lib/format.ts';
import { useNowText } from '../../lib/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { SettingsGroup } from '../../ui/SettingsGroup.tsx';
import './updates.css';

interface UpdatesGroupProps {
  readonly view: UpdateView;
  /** Why the last click did nothing. */
  readonly problem: Problem | null;
  /** Null until the settings are read. */
  readonly isChecked: boolean | null;
  readonly onChecked: (isChecked: boolean) => void;
  readonly onLook: () => void;
  readonly onFetch: () => void;
  readonly onInstall: () => void;
}

/** Which version runs, whether there is a later one, and whether Berth may look for it. */
export function UpdatesGroup({ view, problem, isChecked, onChecked, onLook, onFetch, onInstall }: UpdatesGroupProps) {
  const { installed, status, releasesUrl } = view;
  const shown = problem ?? (status.state === 'failed' ? status.failure : null);
  const isOff = status.state === 'off';
  return (
    <SettingsGroup title={`Berth ${installed}`} note={<UpdateWords view={view} />}>
      {shown !== null && <ProblemCard title="The update did not go on" problem={shown} />}
      {status.state === 'fetching' && (
        <Meter label="Downloading" share={status.share} value={`${Math.floor(status.share * 100)} %`} warnFrom={2} />
      )}
      <div className="field-row">
        {status.state === 'found' && view.isInstallable && (
          <Button look="primary" onClick={onFetch}>
            Download {status.version}
          </Button>
        )}
        {status.state === 'ready' && (
          <Button look="primary" onClick={onInstall}>
            Restart with {status.version}
          </Button>
        )}
        {!isOff && status.state !== 'ready' && status.state !== 'fetching' && (
          <Button isBusy={status.state === 'looking'} onClick={onLook}>
            {status.state === 'looking' ? 'Checking…' : 'Check now'}
          </Button>
        )}
        {releasesUrl !== null && (
          <a className="updates-link" href={releasesUrl} target="_blank" rel="noreferrer">
            All versions
          </a>
        )}
      </div>
      {!isOff && isChecked !== null && (
        <label className="switch-line">
          <input
            type="checkbox"
            checked={isChecked}
            onChange={({ currentTarget }) => onChecked(currentTarget.checked)}
          />
          Check for updates once a day
        </label>
      )}
    </SettingsGroup>
  );
}

/** How it stands, and what the next click would do. */
function UpdateWords({ view }: { readonly view: UpdateView }) {
  return useNowText((nowMs) => updateWords(view, nowMs));
}

function updateWords({ status, isInstallable }: UpdateView, nowMs: number): string {
  switch (status.state) {
    case 'off':
      return 'This copy was built without an address for updates, so it checks for none.';
    case 'unknown':
      return 'Berth checks for updates only when you let it. It reads a list of versions and tells nothing about you.';
    case 'looking':
      return 'Asking for the latest version…';
    case 'latest':
      return `This is the latest version. Checked ${formatAgo(status.atMs, nowMs)}.`;
    case 'found':
      return isInstallable
        ? `Berth ${status.version} is available. Downloading it touches neither your editors nor what runs on your servers.`
        : `Berth ${status.version} is available. This copy is updated by your package manager, or from the page with all versions.`;
    case 'fetching':
      return `Berth ${status.version} is being downloaded. You can go on working.`;
    case 'ready':
      return `Berth ${status.version} is downloaded. The restart asks about unsaved work first; your servers keep running.`;
    case 'failed':
      return 'Nothing was changed.';
  }
}
