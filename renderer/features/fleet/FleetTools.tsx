import type { RefObject } from 'react';
import { useStore } from 'zustand';
import { SearchField } from '../../ui/SearchField.tsx';
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
      <SearchField
        label="Filter by name, address, user or tag"
        placeholder="Name, address, user or tag"
        value={filter}
        onSearch={(text) => model.setState({ filter: text })}
        field={searchField}
        onEnterList={(field) => field.closest('.card')?.querySelector<HTMLElement>('.fleet-open')?.focus()}
      />
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
