import { type RefObject, useState } from 'react';
import type { ProcessRow } from '../../../../main/contract/processes.ts';
import { Button } from '../../../ui/Button.tsx';
import { SearchField } from '../../../ui/SearchField.tsx';
import { groupProcesses } from '../lines/process-groups.ts';
import type { Arrangement, ProcessFilter, SortColumn } from '../process-views.ts';
import type { NameOf } from '../process-words.ts';
import { SortSelect } from './GridHead.tsx';

interface ProcessToolsProps {
  /** All processes of the host. */
  readonly rows: readonly ProcessRow[];
  readonly filter: ProcessFilter;
  readonly arrangement: Arrangement;
  readonly nameOf: NameOf;
  /** A phone has no room for what is rarely wanted. */
  readonly isPhone: boolean;
  readonly searchField: RefObject<HTMLInputElement | null>;
  readonly onFilter: (part: Partial<ProcessFilter>) => void;
  readonly onArrange: (part: Partial<Arrangement>) => void;
  readonly onSort: (column: SortColumn) => void;
  /** The arrow key leads from the search into what was found. */
  readonly onEnterGrid: () => void;
}

const stateChoices = [
  { value: '', label: 'Any state' },
  { value: 'RD', label: 'Working' },
  { value: 'D', label: 'Waits for disk' },
  { value: 'SI', label: 'Sleeping' },
  { value: 'Tt', label: 'Stopped' },
  { value: 'Z', label: 'Not collected' },
] as const;

/** Search, filters and how the lines are put in order. */
export function ProcessTools(props: ProcessToolsProps) {
  const { rows, filter, arrangement, nameOf, isPhone, searchField, onFilter, onArrange, onSort, onEnterGrid } = props;
  const [isUnfolded, setIsUnfolded] = useState(false);
  const users = withChosen([...new Set(rows.map(({ user }) => user))].sort(), filter.user);
  return (
    <span className="end process-tools">
      <SearchField
        label="Search processes"
        placeholder="Name, command or PID"
        value={filter.search}
        onSearch={(text) => onFilter({ search: text })}
        field={searchField}
        onEnterList={onEnterGrid}
      />
      {isPhone && (
        <Button aria-expanded={isUnfolded} onClick={() => setIsUnfolded(!isUnfolded)}>
          Filter and sort
        </Button>
      )}
      {(!isPhone || isUnfolded) && (
        <>
          <select
            className="select"
            aria-label="Show processes of"
            value={filter.owner}
            onChange={({ currentTarget }) => onFilter({ owner: currentTarget.value })}
          >
            {ownerChoices(rows, nameOf, filter.owner).map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
          <select
            className="select"
            aria-label="Show the user"
            value={filter.user}
            onChange={({ currentTarget }) => onFilter({ user: currentTarget.value })}
          >
            <option value="">Any user</option>
            {users.map((user) => (
              <option key={user} value={user}>
                {user}
              </option>
            ))}
          </select>
          <select
            className="select"
            aria-label="Show the state"
            value={filter.states}
            onChange={({ currentTarget }) => onFilter({ states: currentTarget.value })}
          >
            {stateChoices.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
          <SortSelect arrangement={arrangement} onSort={onSort} />
          <label className="check">
            <input
              type="checkbox"
              checked={arrangement.isGrouped}
              onChange={({ currentTarget }) => onArrange({ isGrouped: currentTarget.checked })}
            />
            By repository
          </label>
          <label className="check">
            <input
              type="checkbox"
              checked={arrangement.isTree}
              onChange={({ currentTarget }) => onArrange({ isTree: currentTarget.checked })}
            />
            Tree
          </label>
        </>
      )}
    </span>
  );
}

/** What was chosen stays in the list when the last one of it is gone. */
function withChosen(values: readonly string[], chosen: string): readonly string[] {
  return chosen === '' || values.includes(chosen) ? values : [...values, chosen];
}

function ownerChoices(rows: readonly ProcessRow[], nameOf: NameOf, chosen: string) {
  const groups = groupProcesses(rows, nameOf);
  const choices = [
    { value: '', label: 'Everybody’s' },
    { value: 'instances', label: 'All repositories' },
    ...groups
      .filter(({ kind }) => kind === 'instance')
      .map(({ instanceId, title }) => ({ value: `instance:${instanceId}`, label: title })),
    ...(groups.some(({ kind }) => kind === 'session') ? [{ value: 'session', label: 'Sessions' }] : []),
    { value: 'berth', label: 'Berth’s own' },
    { value: 'other', label: 'Everything else' },
  ];
  if (choices.some(({ value }) => value === chosen)) return choices;
  return [...choices, { value: chosen, label: nameOf(chosen.replace(/^instance:/, '')) }];
}
