import { type ReactNode, type RefObject, useMemo } from 'react';
import type { Problem } from '../../../api/problem.ts';
import { countOf } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { SearchField } from '../../../ui/SearchField.tsx';
import { type AddActions, AddMenu } from '../add/AddMenu.tsx';
import type { ListView } from './list-views.ts';
import { RepositoryTable } from './RepositoryTable.tsx';
import { filterRows, type RepositoryRow, sortRows } from './repository-rows.ts';
import type { RowActions } from './row-actions.ts';
import { SortSelect } from './SortSelect.tsx';
import type { WorkingCopiesModel } from './working-copies-model.ts';
import './repositories.css';

interface RepositoriesCardProps {
  readonly profileId: string;
  /** Null until they were listed once. */
  readonly rows: readonly RepositoryRow[] | null;
  readonly isLoading: boolean;
  readonly problem: Problem | null;
  readonly roots: readonly string[];
  readonly searchField: RefObject<HTMLInputElement | null>;
  readonly actions: RowActions;
  readonly add: AddActions;
  readonly copies: WorkingCopiesModel;
  /** Shows what terminals and agents a repository has. */
  readonly sessionsOf?: ((repositoryId: string) => ReactNode) | undefined;
  readonly view: ListView;
  readonly onView: (part: Partial<ListView>) => void;
  /** Buttons about all of them at once. */
  readonly tools: ReactNode;
  /** How far something with all of them has come; null while nothing is under way. */
  readonly status: ReactNode;
  /** What has failed with all of them, and what just happened to the list. */
  readonly strip: ReactNode;
  /** False while the link is down: what is shown is from before, and nothing can be started or stopped. */
  readonly isLinked: boolean;
  /** False while the server lacks what editors need, which comes first then. */
  readonly isReady: boolean;
  readonly onReload: () => void;
  readonly onEditRoots: () => void;
}

/** The repositories of a host: search, table, and what to do when there are none. */
export function RepositoriesCard({ rows, isLoading, problem, searchField, ...rest }: RepositoriesCardProps) {
  const { view, onView } = rest;
  const { search, sort } = view;
  const shown = useMemo(() => filterRows(sortRows(rows ?? [], sort), search), [rows, sort, search]);
  const hasRows = rows !== null && rows.length > 0;
  const isEmpty = rows?.length === 0;
  return (
    <section className="card repository-card" aria-labelledby="repositories-title">
      <div className="card-head">
        <h2 id="repositories-title">Repositories</h2>
        {rest.status ?? (
          <span className="faint num" role="status">
            {rows === null ? '' : search === '' ? rows.length : `${shown.length} of ${rows.length}`}
          </span>
        )}
        <span className="end repository-tools">
          {!isEmpty && (
            <>
              <SearchField
                label="Search repositories"
                placeholder="Search"
                value={search}
                onSearch={(text) => onView({ search: text })}
                field={searchField}
                // Where the arrow keys go on.
                onEnterList={(field) =>
                  field.closest('section')?.querySelector<HTMLElement>('.repository-open')?.focus()
                }
              />
              <SortSelect sort={sort} onSort={(chosen) => onView({ sort: chosen })} />
              {rest.tools}
            </>
          )}
          <Button isSmall look="quiet" onClick={rest.onReload} isBusy={isLoading} disabled={!rest.isLinked}>
            {isLoading ? 'Looking…' : 'Look again'}
          </Button>
          <AddMenu add={rest.add} isLinked={rest.isLinked} />
        </span>
      </div>
      {rest.strip}
      {problem !== null && (
        <div className="card-problem">
          <ProblemCard title="Listing the repositories failed" problem={problem}>
            <Button look="primary" onClick={rest.onReload}>
              Try again
            </Button>
          </ProblemCard>
        </div>
      )}
      {rows === null && problem === null && (
        <p className="card-note faint" role="status">
          Looking for repositories on the server…
        </p>
      )}
      {isEmpty && <NoRepositories {...rest} />}
      {hasRows && shown.length === 0 && (
        <p className="card-note dim">
          Nothing matches “{search}”.{' '}
          <Button isSmall look="quiet" onClick={() => onView({ search: '' })}>
            Show all {countOf(rows.length, 'repository', 'repositories')}
          </Button>
        </p>
      )}
      {shown.length > 0 && (
        <RepositoryTable
          rows={shown}
          allRows={rows ?? shown}
          actions={rest.actions}
          isLinked={rest.isLinked}
          profileId={rest.profileId}
          copies={rest.copies}
          sessionsOf={rest.sessionsOf}
          sort={sort}
          onSort={(chosen) => onView({ sort: chosen })}
        />
      )}
    </section>
  );
}

function NoRepositories({
  roots,
  add,
  isLinked,
  isReady,
  onEditRoots,
}: Pick<RepositoriesCardProps, 'roots' | 'add' | 'isLinked' | 'isReady' | 'onEditRoots'>) {
  return (
    <div className="empty repository-empty">
      <h2>No repository found yet</h2>
      <p>
        Clone one by its address, and Berth opens it in an editor. Berth looked for git repositories in{' '}
        <span className="mono">{roots.join(', ')}</span>; those that lie elsewhere are added by their folder.
      </p>
      <div className="problem-actions">
        <Button look={isReady ? 'primary' : 'plain'} disabled={!isLinked} onClick={add.clone}>
          Clone a repository…
        </Button>
        <Button disabled={!isLinked} onClick={add.addFolder}>
          Add a folder…
        </Button>
        <Button disabled={!isLinked} onClick={add.create}>
          New repository…
        </Button>
        <Button look="quiet" onClick={onEditRoots}>
          Choose folders…
        </Button>
      </div>
    </div>
  );
}
