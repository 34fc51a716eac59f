import { SortHead } from '../../../ui/SortHead.tsx';
import type { Arrangement, SortColumn } from '../process-views.ts';

interface GridHeadProps {
  readonly arrangement: Arrangement;
  readonly onSort: (column: SortColumn) => void;
}

/** The columns from left to right; the last one has buttons and no name that is seen. */
const columns: readonly { readonly column: SortColumn; readonly label: string; readonly hint: string }[] = [
  { column: 'name', label: 'Process', hint: 'By name' },
  { column: 'role', label: 'Role', hint: 'By what it does, and for whom' },
  { column: 'user', label: 'User', hint: 'By user' },
  { column: 'pid', label: 'PID', hint: 'By process id' },
  { column: 'state', label: 'State', hint: 'By state' },
  { column: 'cpu', label: 'CPU', hint: '100 % and a whole bar are one core' },
  {
    column: 'memory',
    label: 'Memory',
    hint: 'A whole bar is all memory of the server; pages that Berth’s own share count once',
  },
  { column: 'age', label: 'Age', hint: 'By how long it runs' },
];

/** The heads of the columns; each one can decide the order. */
export function GridHead({ arrangement, onSort }: GridHeadProps) {
  const { sortBy, isDescending, isGrouped } = arrangement;
  return (
    <tr aria-rowindex={1} className="process-head process-cells">
      {columns.map(({ column, label, hint }) => {
        const direction = isDescending ? 'descending' : 'ascending';
        return (
          <SortHead
            key={column}
            label={column === 'role' && !isGrouped ? 'Belongs to' : label}
            hint={hint}
            className={`process-${column}`}
            direction={sortBy === column ? direction : undefined}
            onSort={() => onSort(column)}
          />
        );
      })}
      <th scope="col" className="process-act">
        <span className="hidden-text">Actions</span>
      </th>
    </tr>
  );
}

/** The same choice in words, where there are no columns. */
export function SortSelect({ arrangement, onSort }: GridHeadProps) {
  return (
    <select
      className="select process-sort-select"
      aria-label="Order of the processes"
      value={arrangement.sortBy}
      onChange={({ currentTarget }) => onSort(currentTarget.value as SortColumn)}
    >
      {columns.map(({ column, label }) => (
        <option key={column} value={column}>
          Sort: {label}
        </option>
      ))}
    </select>
  );
}
