import type { RepositorySort } from './list-views.ts';

/** The order of the list in words, where there are no heads of columns. */
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
