import { ChevronRight } from 'lucide-react';
import { type CSSProperties, memo } from 'react';
import type { ProcessRow } from '../../../../main/contract/processes.ts';
import { formatBytes } from '../../../lib/format.ts';
import { memoryOf } from '../process-table.ts';
import { formatCpu, processName, stateHint, stateWords, titleOf } from '../process-words.ts';
import { FigureBar } from './FigureBar.tsx';
import { type DetailFacts, ProcessDetails } from './ProcessDetails.tsx';

export interface ProcessRowProps {
  readonly row: ProcessRow;
  /** Place among all lines, from 0. */
  readonly index: number;
  readonly level: number;
  /** Null for what has nothing below it. */
  readonly isOpen: boolean | null;
  /** Whether it is there only because what was found comes from it. */
  readonly isAncestor: boolean;
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
  const { row, index, level, isOpen, isAncestor, isGone, isActive, belonging, age, canEnd, details } = props;
  const { memoryTotalBytes, topPx, heightPx, onMeasure } = props;
  const memoryBytes = memoryOf(row);
  const state = isGone ? 'ended' : stateWords(row.state);
  return (
    <tr
      ref={onMeasure}
      aria-rowindex={index + 2}
      aria-level={level}
      aria-expanded={isOpen ?? undefined}
      tabIndex={isActive ? 0 : -1}
      className="process-row process-cells"
      data-line={index}
      data-index={index}
      data-active={isActive}
      data-gone={isGone}
      data-ancestor={isAncestor}
      style={lineStyle(level, topPx, heightPx)}
    >
      <td className="process-name">
        {isOpen === null ? (
          <span className="process-chevron" />
        ) : (
          <ChevronRight className="process-chevron" size={14} aria-hidden="true" data-act="toggle" />
        )}
        <span className="process-title">{titleOf(row)}</span>
        {isAncestor && <span className="hidden-text">, not found, leads to what was</span>}
        <span className="process-command mono faint">
          {row.command === '' ? 'of the kernel' : row.command.slice(0, shownLength)}
        </span>
      </td>
      <td className="process-role cut">{belonging}</td>
      <td className="process-user cut">{row.user}</td>
      <td className="process-pid">{row.pid}</td>
      <td className="process-state cut" data-state={row.state} title={stateHint(row.state)}>
        {state}
      </td>
      <td className="process-cpu">
        <FigureBar share={isGone ? 0 : row.cpuShare} />
        {isGone ? '–' : formatCpu(row.cpuShare)}
      </td>
      <td className="process-memory">
        <FigureBar share={isGone ? 0 : memoryBytes / memoryTotalBytes} />
        {isGone ? '–' : formatBytes(memoryBytes)}
      </td>
      <td className="process-age">{age}</td>
      <td className="process-act">
        {/* A letter, because a drawn icon is a third of the work of a line that comes into view. */}
        <button
          type="button"
          className="icon-button"
          aria-label={`End ${processName(row)}…`}
          title="End… (Delete)"
          tabIndex={-1}
          disabled={isGone || !canEnd}
          data-act="end"
        >
          ×
        </button>
      </td>
      {details !== null && <ProcessDetails row={row} isGone={isGone} canEnd={canEnd} facts={details} />}
    </tr>
  );
});

const deepest = 10;
/** So much of a command a line has room for, on the widest screens; what is cut off would be laid out all the same. */
const shownLength = 160;

/** Where a line is, how high, and where its words begin; very deep ones are not told apart. */
export function lineStyle(level: number, topPx: number, heightPx: number | null): CSSProperties {
  const indent = { '--indent': `${10 + 14 * (Math.min(level, deepest) - 1)}px` };
  return { ...indent, transform: `translateY(${topPx}px)`, ...(heightPx === null ? {} : { height: heightPx }) };
}
