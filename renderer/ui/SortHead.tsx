interface SortHeadProps {
  readonly label: string;
  /** What the order is by, where the label alone does not say it. */
  readonly hint?: string | undefined;
  readonly className?: string | undefined;
  /** How this column orders the table; undefined while another one does. */
  readonly direction: 'ascending' | 'descending' | 'other' | undefined;
  readonly onSort: () => void;
}

/** The head of a column that can decide the order. */
export function SortHead({ label, hint, className, direction, onSort }: SortHeadProps) {
  const arrow = direction === undefined ? '' : direction === 'ascending' ? '↑' : '↓';
  return (
    <th scope="col" className={className} aria-sort={direction}>
      <button type="button" className="sort-head" title={hint} onClick={onSort}>
        {label}
        <span className="sort-arrow" aria-hidden="true">
          {arrow}
        </span>
      </button>
    </th>
  );
}
