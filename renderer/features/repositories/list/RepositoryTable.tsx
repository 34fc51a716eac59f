import { type ReactNode, useMemo } from 'react';
import { Chunks } from '../../../ui/Chunks.tsx';
import { SortHead } from '../../../ui/SortHead.tsx';
import type { RepositorySort } from './list-views.ts';
import { RepositoryRowView } from './RepositoryRowView.tsx';
import { type RepositoryRow, repeatedNames } from './repository-rows.ts';
import type { RowActions } from './row-actions.ts';
import type { WorkingCopiesModel } from './working-copies-model.ts';
import './columns.css';

interface RepositoryTableProps {
  /** The rows to show. */
  readonly rows: readonly RepositoryRow[];
  /** All rows of the host. */
  readonly allRows: readonly RepositoryRow[];
  readonly actions: RowActions;
  readonly isLinked: boolean;
  readonly profileId: string;
  readonly copies: WorkingCopiesModel;
  readonly sessionsOf?: ((repositoryId: string) => ReactNode) | undefined;
  readonly sort: RepositorySort;
  readonly onSort: (sort: RepositorySort) => void;
}

const sortHints: Readonly<Record<RepositorySort, string>> = {
  state: 'What is in use first',
  name: 'In the order of their names',
  opened: 'What was opened last first',
};

/** The table of repositories; on a phone every row becomes a card. */
export function RepositoryTable({ rows, allRows, sort, onSort, ...rest }: RepositoryTableProps) {
  const repeated = useMemo(() => repeatedNames(allRows), [allRows]);
  const headOf = (column: RepositorySort, direction: 'ascending' | 'descending' | 'other') => ({
    hint: sortHints[column],
    direction: sort === column ? direction : undefined,
    onSort: () => onSort(column),
  });
  return (
    <table className="table repositories" aria-rowcount={rows.length + 1}>
      <thead>
        <tr>
          <SortHead label="Repository" {...headOf('name', 'ascending')} />
          <th scope="col" className="repository-branch">
            Branch
          </th>
          <SortHead label="State" {...headOf('state', 'other')} />
          <SortHead label="Opened" className="right repository-opened" {...headOf('opened', 'descending')} />
          <th scope="col" className="right repository-port">
            Port
          </th>
          <th scope="col" className="right repository-memory">
            Memory
          </th>
          <th scope="col">
            <span className="hidden-text">Actions</span>
          </th>
        </tr>
      </thead>
      <Chunks items={rows} as="tbody" className="num" itemHeightPx={38}>
        {(row) => (
          <RepositoryRowView key={row.id} row={row} rows={allRows} {...rest} showsPath={repeated.has(row.name)} />
        )}
      </Chunks>
    </table>
  );
}
