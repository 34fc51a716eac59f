import { type ReactNode, type RefObject, useMemo, useState } from 'react';
import type { Problem } from '../../api/problem.ts';
import { countOf } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { RepositoryTable } from './RepositoryTable.tsx';
import { filterRows, type RepositoryRow } from './repository-rows.ts';
import type { RowActions } from './row-actions.ts';
import './repositories.css';

interface RepositoriesCardProps {
  /** Null until they were listed once. */
  readonly rows: readonly RepositoryRow[] | null;
  readonly isLoading: boolean;
  readonly problem: Problem | null;
  readonly roots: readonly string[];
  readonly searchField: RefObject<HTMLInputElement | null>;
  readonly actions: RowActions;
  /** Buttons about all of them at once. */
  readonly tools: ReactNode;
  /** How far something with all of them has come; null while nothing is under way. */
  readonly status: ReactNode;
  /** What has failed with all of them. */
  readonly strip: ReactNode;
  /** False while the link is down: what is shown is from before, and nothing can be started or stopped. */
  readonly isLinked: boolean;
  readonly onReload: () => void;
  readonly onEditRoots: () => void;
}

/** The repositories of a host: search, table, and what to do when there are none. */
export function RepositoriesCard({ rows, isLoading, problem, searchField, ...rest }: RepositoriesCardProps) {
  const [search, setSearch] = useState('');
  const shown = useMemo(() => filterRows(rows ?? [], search), [rows, search]);
  return (
    <section className="card" aria-labelledby="repositories-title">
      <div className="card-head">
        <h2 id="repositories-title">Repositories</h2>
        {rest.status ?? (
          <span className="faint num" role="status">
            {rows === null ? '' : search === '' ? rows.length : `${shown.length} of ${rows.length}`}
          </span>
        )}
        <span className="end repository-tools">
          <span className="repository-search">
            <input
              ref={searchField}
              type="search"
              className="search-field"
              aria-label="Search repositories"
              placeholder="Search repositories"
              value={search}
              onChange={({ currentTarget }) => setSearch(currentTarget.value)}
              onKeyDown={({ key }) => {
                if (key === 'Escape') setSearch('');
              }}
            />
            <span className="key" aria-hidden="true">
              /
            </span>
          </span>
          {rest.tools}
          <Button isSmall look="quiet" onClick={rest.onReload} disabled={isLoading || !rest.isLinked}>
            {isLoading ? 'Looking…' : 'Look again'}
          </Button>
        </span>
      </div>
      {rest.strip}
      {problem !== null && (
        <div className="repository-problem">
          <ProblemCard title="Listing the repositories failed" problem={problem}>
            <Button look="primary" onClick={rest.onReload}>
              Try again
            </Button>
          </ProblemCard>
        </div>
      )}
      {rows === null && problem === null && (
        <p className="repository-wait faint" role="status">
          Looking for repositories on the server…
        </p>
      )}
      {rows?.length === 0 && <NoRepositories {...rest} />}
      {rows !== null && rows.length > 0 && shown.length === 0 && (
        <p className="repository-wait dim">
          Nothing matches “{search}”.{' '}
          <Button isSmall look="quiet" onClick={() => setSearch('')}>
            Show all {countOf(rows.length, 'repository', 'repositories')}
          </Button>
        </p>
      )}
      {shown.length > 0 && (
        <RepositoryTable rows={shown} allRows={rows ?? shown} actions={rest.actions} isLinked={rest.isLinked} />
      )}
    </section>
  );
}

function NoRepositories({
  roots,
  onEditRoots,
  onReload,
}: Pick<RepositoriesCardProps, 'roots' | 'onEditRoots' | 'onReload'>) {
  return (
    <div className="empty">
      <h2>No repository found yet</h2>
      <p>
        Berth looked for git repositories in <span className="mono">{roots.join(', ')}</span>. Clone one there, or tell
        Berth where yours are.
      </p>
      <div className="problem-actions">
        <Button look="primary" onClick={onEditRoots}>
          Choose folders…
        </Button>
        <Button onClick={onReload}>Look again</Button>
      </div>
    </div>
  );
}
