import type { KeyboardEvent, RefObject } from 'react';
import { useStore } from 'zustand';
import type { FleetModel } from './fleet-model.ts';
import type { FleetSort } from './fleet-order.ts';
import './fleet-tools.css';

interface FleetToolsProps {
  readonly model: FleetModel;
  readonly searchField: RefObject<HTMLInputElement | null>;
}

const sorts: readonly (readonly [FleetSort, string])[] = [
  ['order', 'Your order'],
  ['name', 'Name'],
  ['state', 'Link'],
  ['cpu', 'CPU'],
  ['memory', 'Memory'],
  ['disk', 'Disk'],
];

/** Which servers are listed, and in which order. */
export function FleetTools({ model, searchField }: FleetToolsProps) {
  const { filter, sort } = useStore(model);
  return (
    <div className="fleet-tools end">
      <span className="fleet-search">
        <input
          ref={searchField}
          type="search"
          className="search-field"
          aria-label="Filter by name, address, user or tag"
          placeholder="Name, address, user or tag"
          value={filter}
          onChange={({ currentTarget }) => model.setState({ filter: currentTarget.value })}
          onKeyDown={(event) => press(event, model)}
        />
        <span className="key" aria-hidden="true">
          /
        </span>
      </span>
      <label className="fleet-sort">
        <span className="dim">Sort by</span>
        <select
          className="select"
          value={sort}
          onChange={({ currentTarget }) => {
            const chosen = sorts.find(([value]) => value === currentTarget.value);
            if (chosen !== undefined) model.setState({ sort: chosen[0] });
          }}
        >
          {sorts.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** Escape clears the field, the arrow down goes on to the first server. */
function press(event: KeyboardEvent<HTMLInputElement>, model: FleetModel): void {
  if (event.key === 'Escape') model.setState({ filter: '' });
  if (event.key !== 'ArrowDown') return;
  event.preventDefault();
  event.currentTarget.closest('.card')?.querySelector<HTMLElement>('.fleet-open')?.focus();
}
