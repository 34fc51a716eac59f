import type { CodeServers } from '../../../main/contract/setup.ts';
import { formatBytes, formatDuration } from '../../lib/format.ts';
import { useNowText } from '../../lib/use-now.ts';
import { Button } from '../../ui/Button.tsx';

interface VersionLineProps {
  readonly installed: CodeServers['versions'][number];
  /** What new starts use; null when it is none of Berth's. */
  readonly currentVersion: string | null;
  /** Whether this Berth was tested with it. */
  readonly isPinned: boolean;
  readonly isBusy: boolean;
  readonly nameOf: (instanceId: string) => string;
  readonly onUse: () => void;
  readonly onRemove: () => void;
}

/** One version: what it is to the host, its size, who runs with it, and what can be done with it. */
export function VersionLine({
  installed,
  currentVersion,
  isPinned,
  isBusy,
  nameOf,
  onUse,
  onRemove,
}: VersionLineProps) {
  const { version, isCurrent, isPrevious, sizeBytes, installedAtMs, usedBy } = installed;
  const age = useNowText((nowMs) => {
    const seconds = installedAtMs === null ? null : (nowMs - installedAtMs) / 1000;
    return seconds === null ? '' : seconds < 60 ? 'installed just now' : `installed ${formatDuration(seconds)} ago`;
  });
  const facts = [sizeBytes === null ? '' : formatBytes(sizeBytes), age].filter(Boolean).join(' · ');
  const names = usedBy.map(nameOf).join(', ');
  const isOutdated = usedBy.length > 0 && !isCurrent && currentVersion !== null;
  return (
    <li>
      <div className="version-words num">
        <p className="version-title">
          <b>{version}</b>
          {isCurrent && (
            <span className="version-tag" data-is="current">
              new starts use it
            </span>
          )}
          {isPrevious && <span className="version-tag">previous</span>}
          <span className="faint">{facts}</span>
        </p>
        {usedBy.length > 0 && (
          <p className={isOutdated ? 'warn' : 'dim'}>
            {names} {usedBy.length === 1 ? 'runs' : 'run'} with it
            {isOutdated ? `; restart to use ${currentVersion}` : ''}.
          </p>
        )}
      </div>
      {!isCurrent && (
        <span className="version-buttons">
          <Button
            isSmall
            disabled={isBusy}
            aria-label={`${takeLabel(isPrevious, isPinned)}: ${version}`}
            onClick={onUse}
          >
            {takeLabel(isPrevious, isPinned)}
          </Button>
          <Button
            isSmall
            look="quiet"
            disabled={isBusy || usedBy.length > 0}
            aria-label={`Remove ${version}`}
            title={usedBy.length > 0 ? 'It stays while an editor runs with it.' : undefined}
            onClick={onRemove}
          >
            Remove
          </Button>
        </span>
      )}
    </li>
  );
}

const takeLabel = (isPrevious: boolean, isPinned: boolean) => (isPrevious && !isPinned ? 'Go back to it' : 'Use it');
