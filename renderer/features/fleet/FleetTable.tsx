import type { KeyboardEvent, ReactNode } from 'react';
import './fleet.css';

/** The servers as a table, as cards on a phone. Arrow keys go from row to row, Enter opens. */
export function FleetTable({ children }: { readonly children: ReactNode }) {
  return (
    <table className="table fleet" onKeyDown={moveFocus}>
      <thead>
        <tr>
          <th scope="col">Server</th>
          <th scope="col">Link</th>
          <th scope="col" className="right">
            CPU
          </th>
          <th scope="col">Memory</th>
          <th scope="col" className="right">
            Disk
          </th>
          <th scope="col">Editors</th>
          <th scope="col" className="right">
            Heard
          </th>
          <th scope="col">
            <span className="hidden-text">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** Down and up stay in their column: from name to name, from button to button. */
function moveFocus(event: KeyboardEvent<HTMLTableElement>): void {
  const { key, target, currentTarget } = event;
  const column = ['.fleet-open', '.fleet-primary'].find((one) => target instanceof Element && target.matches(one));
  if (column === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const places = [...currentTarget.querySelectorAll<HTMLElement>(column)];
  const index = target instanceof HTMLElement ? places.indexOf(target) : -1;
  const next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: places.length - 1 }[key];
  if (next === undefined) return;
  event.preventDefault();
  places[Math.max(0, Math.min(next, places.length - 1))]?.focus();
}
