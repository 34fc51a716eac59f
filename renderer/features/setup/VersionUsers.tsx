import { Button } from '../../ui/Button.tsx';
import { StateMark } from '../../ui/StateMark.tsx';

/** An editor that runs with an older version. */
export interface VersionUser {
  readonly id: string;
  readonly name: string;
  /** What its restart is doing; null where there is none. */
  readonly doing: string | null;
}

interface VersionUsersProps {
  readonly users: readonly VersionUser[];
  /** What they start with the next time. */
  readonly currentVersion: string;
  readonly isBusy: boolean;
  readonly onRestart: (instanceId: string) => void;
}

/** Who runs with an older version, each with the button that brings it to the one of new starts. */
export function VersionUsers({ users, currentVersion, isBusy, onRestart }: VersionUsersProps) {
  return (
    <ul className="version-users" aria-label="Editors that run with it">
      {users.map(({ id, name, doing }) => (
        <li key={id}>
          <span className="version-user">
            <StateMark state={doing === null ? 'running' : 'starting'} />
            <b>{name}</b>
            <span className={doing === null ? 'warn' : 'dim'} role="status">
              {doing ?? 'runs with it'}
            </span>
          </span>
          {doing === null && (
            <Button
              isSmall
              isBusy={isBusy}
              aria-label={`Restart to use ${currentVersion}: ${name}`}
              onClick={() => onRestart(id)}
            >
              Restart to use {currentVersion}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
