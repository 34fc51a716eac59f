import type { ProcessRow } from '../../../../main/contract/processes.ts';
import { formatBytes } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { CommandWords } from '../../../ui/CommandLine.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { stateHint, stateWords } from '../process-words.ts';

/** What only the table knows about a process. */
export interface DetailFacts {
  /** The process that started it, in words. */
  readonly parent: string;
  /** To whom it belongs, in words. */
  readonly owner: string;
  /** When it started, by this machine's clock and language. */
  readonly started: string;
}

interface ProcessDetailsProps {
  readonly row: ProcessRow;
  readonly isGone: boolean;
  readonly canEnd: boolean;
  readonly facts: DetailFacts;
}

/** All that is known of a process, below its line. */
export function ProcessDetails({ row, isGone, canEnd, facts }: ProcessDetailsProps) {
  const { command, memoryBytes, proportionalBytes } = row;
  const told: readonly (readonly [string, string])[] = [
    ['Belongs to', facts.owner],
    ['User', row.user],
    ['Process id', String(row.pid)],
    ['Started by', facts.parent],
    ['Started', facts.started],
    ['State', isGone ? 'ended since' : [stateWords(row.state), stateHint(row.state)].filter(Boolean).join(' · ')],
    ['Resident memory', formatBytes(memoryBytes)],
    ['Its share of it', proportionalBytes === null ? 'not read' : formatBytes(proportionalBytes)],
  ];
  return (
    <td className="process-details" data-act="none">
      {command !== '' && <CommandWords command={command} className="process-full mono" />}
      <dl>
        {told.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="process-details-actions">
        <Button isSmall look="danger" disabled={isGone || !canEnd} data-act="end">
          End it…
        </Button>
        {command !== '' && <CopyButton text={command} label="Copy command" />}
      </div>
    </td>
  );
}
