import type { KeyboardEvent } from 'react';
import type { ForwardKind } from '../../../../main/contract/forwards.ts';
import type { Problem } from '../../../api/problem.ts';
import { Chunks } from '../../../ui/Chunks.tsx';
import { SortHead } from '../../../ui/SortHead.tsx';
import { PortTableRow, type RowRepository } from './PortTableRow.tsx';
import type { PortActions } from './port-actions.ts';
import type { PortLine, PortSort, PortView } from './port-table.ts';

interface PortTableProps {
  readonly profileId: string;
  readonly lines: readonly PortLine[];
  readonly view: PortView;
  readonly onSort: (sort: PortSort) => void;
  readonly isLinked: boolean;
  readonly isBusy: (line: PortLine) => boolean;
  readonly problemOf: (line: PortLine) => Problem | null;
  readonly onDismiss: (line: PortLine) => void;
  readonly repositories: readonly RowRepository[];
  readonly actions: PortActions;
  readonly onForward: (line: PortLine, kind: ForwardKind) => void;
  readonly onAskPort: (line: PortLine) => void;
}

const heads: readonly { readonly sort: PortSort; readonly label: string }[] = [
  { sort: 'port', label: 'Port' },
  { sort: 'program', label: 'Program' },
  { sort: 'repository', label: 'Repository' },
  { sort: 'reach', label: 'Reached from' },
];

/** The table of ports; on a phone every line becomes a card. */
export function PortTable({ lines, view, onSort, ...rest }: PortTableProps) {
  return (
    // The arrow keys go from row to row; each row's own buttons are reached by Tab.
    <table
      className="table port-table"
      aria-labelledby="port-table-title"
      aria-rowcount={lines.length + 1}
      onKeyDown={moveByRow}
    >
      <thead>
        <tr>
          {heads.map(({ sort, label }) => (
            <SortHead
              key={sort}
              label={label}
              className={`port-${sort}`}
              direction={view.sort !== sort ? undefined : view.isDescending ? 'descending' : 'ascending'}
              onSort={() => onSort(sort)}
            />
          ))}
          <th scope="col" className="port-here">
            On this computer
          </th>
          <th scope="col" className="port-do">
            <span className="hidden-text">Actions</span>
          </th>
        </tr>
      </thead>
      <Chunks items={lines} as="tbody" className="num" itemHeightPx={40}>
        {(line) => <PortTableRow key={line.key} line={line} {...rest} />}
      </Chunks>
    </table>
  );
}

function moveByRow(event: KeyboardEvent<HTMLTableElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const button = event.target instanceof HTMLButtonElement ? event.target : null;
  const row = button?.closest('tbody tr') ?? null;
  // A menu has the arrow keys for itself.
  if (step === undefined || row === null || button?.closest('[role="menu"], [aria-haspopup]') !== null) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('tbody tr .port-primary')];
  const present = buttons.findIndex((button) => button.closest('tr') === row);
  const next = buttons[present + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
