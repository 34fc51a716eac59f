import { ChevronRight, X } from 'lucide-react';
import { memo } from 'react';
import type { ProcessRow } from '../../../../main/contract/processes.ts';
import { formatBytes } from '../../../lib/format.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { memoryOf } from '../process-table.ts';
import { formatCpu, processName, stateHint, stateWords } from '../process-words.ts';
import { FigureBar } from './FigureBar.tsx';
import { type DetailFacts, ProcessDetails } from './ProcessDetails.tsx';

export interface ProcessRowProps {
  readonly row: ProcessRow;
  /** Place among all lines, from 0. */
  readonly index: number;
  readonly level: number;
  /** Null for what has nothing below it. */
  readonly isOpen: boolean | null;
  /** Whether it ended since the order was made. */
  readonly isGone: boolean;
  /** The one Tab stop of the table. */
  readonly isActive: boolean;
  /** Role, and in a list without groups the owner too. */
  readonly belonging: string;
  readonly age: string;
  /** What the bar of memory is a share of, bytes. */
  readonly memoryTotalBytes: number;
  /** False while nothing can be asked of the host. */
  readonly canEnd: boolean;
  /** Null while it is folded. */
  readonly details: DetailFacts | null;
  /** Distance from the top of the list, pixels. */
  readonly topPx: number;
  /** Null where the line is as high as what it shows. */
  readonly heightPx: number | null;
  readonly onMeasure: ((element: HTMLElement | null) => void) | undefined;
}

/** One process. Its clicks and keys are taken by the table, so that a line is drawn again only when it shows something else. */
export const ProcessRowView = memo(function ProcessRowView(props: ProcessRowProps) {
  const { row, index, level, isOpen, isGone, isActive, belonging, age, memoryTotalBytes, canEnd, details } = props;
  const memoryBytes = memoryOf(row);
  const state = isGone ? 'ended' : stateWords(row.state);
  return (
    <div
      ref={props.onMeasure}
      role="row"
      aria-rowindex={index + 2}
      aria-level={level}
      aria-expanded={isOpen ?? undefined}
      tabIndex={isActive ? 0 : -1}
      className="process-row"
      data-line={index}
      data-index={index}
      data-active={isActive}
      data-gone={isGone}
      style={{ transform: `translateY(${props.topPx}px)`, height: props.heightPx ?? undefined }}
    >
      <div className="process-cells">
        <span role="gridcell" className="process-name" style={{ paddingLeft: indentPx(level) }}>
          {isOpen === null ? (
            <span className="process-chevron" />
          ) : (
            <ChevronRight className="process-chevron" size={14} aria-hidden="true" data-act="toggle" />
          )}
          <span className="process-title">{row.name}</span>
          <span className="process-command mono faint">{row.command === '' ? 'of the kernel' : row.command}</span>
        </span>
        <span role="gridcell" className="process-role cut">
          {belonging}
        </span>
        <span role="gridcell" className="process-user cut">
          {row.user}
        </span>
        <span role="gridcell" className="process-pid">
          {row.pid}
        </span>
        <span role="gridcell" className="process-state cut" data-state={row.state} title={stateHint(row.state)}>
          {state}
        </span>
        <span role="gridcell" className="process-cpu">
          <FigureBar share={isGone ? 0 : row.cpuShare} />
          {isGone ? '–' : formatCpu(row.cpuShare)}
        </span>
        <span role="gridcell" className="process-memory">
          <FigureBar share={isGone ? 0 : memoryBytes / memoryTotalBytes} />
          {isGone ? '–' : formatBytes(memoryBytes)}
        </span>
        <span role="gridcell" className="process-age">
          {age}
        </span>
        <span role="gridcell" className="process-act">
          <IconButton
            label={`End ${processName(row)}…`}
            hint="Delete"
            tabIndex={-1}
            disabled={isGone || !canEnd}
            data-act="end"
          >
            <X size={14} aria-hidden="true" />
          </IconButton>
        </span>
      </div>
      {details !== null && <ProcessDetails row={row} isGone={isGone} canEnd={canEnd} facts={details} />}
    </div>
  );
});

const deepest = 10;

/** Where a line of a level begins, pixels; very deep ones are not told apart. */
export function indentPx(level: number): number {
  return 10 + 14 * (Math.min(level, deepest) - 1);
}
