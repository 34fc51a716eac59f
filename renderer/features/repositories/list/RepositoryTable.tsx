import { useMemo } from 'react';
import { Chunks } from '../../../ui/Chunks.tsx';
import type { RepositorySort } from './list-views.ts';
import { RepositoryRowView } from './RepositoryRowView.tsx';
import { type RepositoryRow, repeatedNames } from './repository-rows.ts';
import type { RowActions } from './row-actions.ts';
import { SortHead } from './SortHead.tsx';
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
  readonly sort: RepositorySort;
  readonly onSort: (sort: RepositorySort) => void;
}

/** The table of repositories; on a phone every row becomes a card. */
export function RepositoryTable({ rows, allRows, sort, onSort, ...rest }: RepositoryTableProps) {
  const repeated = useMemo(() => repeatedNames(allRows), [allRows]);
  const sorting = { current: sort, onSort };
  return (
    <table className="repositories" aria-rowcount={rows.length + 1}>
      <thead>
        <tr>
          <SortHead label="Repository" sort="name" direction="ascending" {...sorting} />
          <th scope="col" className="repository-branch">
            Branch
          </th>
          <SortHead label="State" sort="state" direction="other" {...sorting} />
          <SortHead
            label="Opened"
            sort="opened"
            direction="descending"
            className="right repository-opened"
            {...sorting}
          />
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
