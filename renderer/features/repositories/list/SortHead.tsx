import type { RepositorySort } from './list-views.ts';

interface SortHeadProps {
  readonly label: string;
  readonly sort: RepositorySort;
  readonly current: RepositorySort;
  readonly className?: string;
  /** Which way the column is ordered when it decides. */
  readonly direction: 'ascending' | 'descending' | 'other';
  readonly onSort: (sort: RepositorySort) => void;
}

/** The head of a column that can decide the order. */
export function SortHead({ label, sort, current, className, direction, onSort }: SortHeadProps) {
  const isCurrent = sort === current;
  return (
    <th scope="col" className={className} aria-sort={isCurrent ? direction : undefined}>
      <button type="button" className="sort-head" title={sortTitles[sort]} onClick={() => onSort(sort)}>
        {label}
        <span className="sort-arrow" aria-hidden="true">
          {isCurrent ? (direction === 'ascending' ? '↑' : '↓') : ''}
        </span>
      </button>
    </th>
  );
}

const sortTitles: Record<RepositorySort, string> = {
  state: 'What is in use first',
  name: 'In the order of their names',
  opened: 'What was opened last first',
};

/** The same choice in words, where there are no columns. */
export function SortSelect({
  sort,
  onSort,
}: {
  readonly sort: RepositorySort;
  readonly onSort: (sort: RepositorySort) => void;
}) {
  return (
    <select
      className="select repository-sort"
      aria-label="Order of the repositories"
      value={sort}
      onChange={({ currentTarget }) => onSort(currentTarget.value as RepositorySort)}
    >
      <option value="state">In use first</option>
      <option value="opened">Opened last first</option>
      <option value="name">By name</option>
    </select>
  );
}
