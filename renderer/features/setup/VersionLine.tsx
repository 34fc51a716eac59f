import type { CodeServers } from '../../../main/contract/setup.ts';
import { formatAgo, formatBytes } from '../../lib/format.ts';
import { useNowText } from '../../lib/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { VersionUsers } from './VersionUsers.tsx';

interface VersionLineProps {
  readonly installed: CodeServers['versions'][number];
  /** What new starts use; null when it is none of Berth's. */
  readonly currentVersion: string | null;
  /** Whether this Berth was tested with it. */
  readonly isPinned: boolean;
  readonly isBusy: boolean;
  readonly nameOf: (instanceId: string) => string;
  /** What the restart of an instance is doing; null where there is none. */
  readonly doingOf: (instanceId: string) => string | null;
  readonly onRestart: (instanceId: string) => void;
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
  doingOf,
  onRestart,
  onUse,
  onRemove,
}: VersionLineProps) {
  const { version, isCurrent, isPrevious, sizeBytes, installedAtMs, usedBy } = installed;
  const age = useNowText((nowMs) => (installedAtMs === null ? '' : `installed ${formatAgo(installedAtMs, nowMs)}`));
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
        {usedBy.length > 0 && !isOutdated && (
          <p className="dim">
            {names} {usedBy.length === 1 ? 'runs' : 'run'} with it.
          </p>
        )}
      </div>
      {!isCurrent && (
        <span className="version-buttons">
          <Button isSmall isBusy={isBusy} aria-label={`${takeLabel(isPrevious, isPinned)}: ${version}`} onClick={onUse}>
            {takeLabel(isPrevious, isPinned)}
          </Button>
          <Button
            isSmall
            look="quiet"
            isBusy={isBusy}
            disabled={usedBy.length > 0}
            aria-label={`Remove ${version}`}
            title={usedBy.length > 0 ? 'It stays while an editor runs with it.' : undefined}
            onClick={onRemove}
          >
            Remove
          </Button>
        </span>
      )}
      {isOutdated && currentVersion !== null && (
        <VersionUsers
          users={usedBy.map((id) => ({ id, name: nameOf(id), doing: doingOf(id) }))}
          currentVersion={currentVersion}
          isBusy={isBusy}
          onRestart={onRestart}
        />
      )}
    </li>
  );
}

const takeLabel = (isPrevious: boolean, isPinned: boolean) => (isPrevious && !isPinned ? 'Go back to it' : 'Use it');
