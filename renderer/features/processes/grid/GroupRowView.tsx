import { ChevronRight, Ellipsis } from 'lucide-react';
import { countOf, formatBytes } from '../../../lib/format.ts';
import { DropMenu } from '../../../ui/DropMenu.tsx';
import type { MenuEntry } from '../../../ui/menu-entry.ts';
import type { GroupTotals } from '../lines/process-groups.ts';
import type { GroupLine } from '../lines/process-lines.ts';
import { formatCpu } from '../process-words.ts';
import { FigureBar } from './FigureBar.tsx';
import { lineStyle } from './ProcessRowView.tsx';

interface GroupRowProps {
  readonly line: GroupLine;
  readonly index: number;
  readonly totals: GroupTotals;
  readonly isActive: boolean;
  readonly memoryTotalBytes: number;
  /** What can be done with all of it; none for what is not Berth's. */
  readonly entries: readonly MenuEntry[];
  readonly topPx: number;
  readonly heightPx: number;
}

/** A line for a repository, a session, or all that is nobody's. */
export function GroupRowView({
  line,
  index,
  totals,
  isActive,
  memoryTotalBytes,
  entries,
  topPx,
  heightPx,
}: GroupRowProps) {
  const { group, isOpen } = line;
  return (
    <tr
      aria-rowindex={index + 2}
      aria-level={1}
      aria-expanded={isOpen ?? undefined}
      tabIndex={isActive ? 0 : -1}
      className="process-row process-group process-cells"
      data-line={index}
      data-active={isActive}
      style={lineStyle(1, topPx, heightPx)}
    >
      <td className="process-name">
        <ChevronRight className="process-chevron" size={14} aria-hidden="true" />
        <b className="cut">{group.title}</b>
        <span className="process-count faint">{countOf(totals.count, 'process', 'processes')}</span>
      </td>
      <td className="process-cpu">
        <FigureBar share={totals.cpuShare} />
        {formatCpu(totals.cpuShare)}
      </td>
      <td className="process-memory">
        <FigureBar share={totals.memoryBytes / memoryTotalBytes} />
        {formatBytes(totals.memoryBytes)}
      </td>
      <td className="process-act" data-act="none">
        {entries.length > 0 && (
          <DropMenu label={`More for ${group.title}`} entries={entries}>
            <Ellipsis size={16} aria-hidden="true" />
          </DropMenu>
        )}
      </td>
    </tr>
  );
}
