import { useMemo } from 'react';
import { Chunks } from '../../ui/Chunks.tsx';
import { RepositoryRowView } from './RepositoryRowView.tsx';
import { type RepositoryRow, repeatedNames } from './repository-rows.ts';
import type { RowActions } from './row-actions.ts';

interface RepositoryTableProps {
  /** The rows to show. */
  readonly rows: readonly RepositoryRow[];
  /** All rows of the host. */
  readonly allRows: readonly RepositoryRow[];
  readonly actions: RowActions;
  readonly isLinked: boolean;
}

/** The table of repositories; on a phone every row becomes a card. */
export function RepositoryTable({ rows, allRows, actions, isLinked }: RepositoryTableProps) {
  const repeated = useMemo(() => repeatedNames(allRows), [allRows]);
  return (
    <table className="repositories" aria-rowcount={rows.length + 1}>
      <thead>
        <tr>
          <th scope="col">Repository</th>
          <th scope="col">Branch</th>
          <th scope="col">State</th>
          <th scope="col" className="right">
            Port
          </th>
          <th scope="col" className="right">
            Memory
          </th>
          <th scope="col">
            <span className="hidden-text">Actions</span>
          </th>
        </tr>
      </thead>
      <Chunks items={rows} as="tbody" className="num" itemHeightPx={38}>
        {(row) => (
          <RepositoryRowView
            key={row.id}
            row={row}
            rows={allRows}
            actions={actions}
            isLinked={isLinked}
            showsPath={repeated.has(row.name)}
          />
        )}
      </Chunks>
    </table>
  );
}
