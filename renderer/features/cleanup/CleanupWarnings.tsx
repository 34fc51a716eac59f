import type { CleanupLevel, CleanupWarning } from '../../../main/contract/cleanup.ts';
import { countOf } from '../../lib/format.ts';
import { Notice } from '../../ui/Notice.tsx';

/** So many are read at once; the rest is a click away. */
const shownCount = 4;

interface CleanupWarningsProps {
  readonly warnings: readonly CleanupWarning[];
  readonly level: CleanupLevel;
}

/** Work that is in no commit, and the promise that it stays. */
export function CleanupWarnings({ warnings, level }: CleanupWarningsProps) {
  if (warnings.length === 0) {
    const backup = level === 'everything' ? '' : ' Records and confs are kept in a backup first.';
    return <p className="faint">Repositories are never touched.{backup}</p>;
  }
  const rest = warnings.slice(shownCount);
  return (
    <Notice tone="warn">
      <p>
        <b>{countOf(warnings.length, 'repository has', 'repositories have')} work that is in no commit.</b> Repositories
        are never touched, but their editors close.
      </p>
      <Lines warnings={warnings.slice(0, shownCount)} />
      {rest.length > 0 && (
        <details className="details">
          <summary>and {rest.length} more</summary>
          <Lines warnings={rest} />
        </details>
      )}
    </Notice>
  );
}

function Lines({ warnings }: { readonly warnings: readonly CleanupWarning[] }) {
  return (
    <ul className="cleanup-warnings">
      {warnings.map(({ repository, path, message }) => (
        <li key={path}>
          <b>{repository}</b>: {message} <span className="mono faint">{path}</span>
        </li>
      ))}
    </ul>
  );
}
