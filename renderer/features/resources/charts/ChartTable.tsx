import { saveText } from '../../../lib/save-text.ts';
import { Button } from '../../../ui/Button.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import type { ChartColumns, ChartSpec } from '../chart-spec.ts';
import { csvOf, formatMoment, formatValue } from '../chart-words.ts';

interface ChartTableProps {
  readonly spec: ChartSpec;
  readonly columns: ChartColumns;
  readonly nowMs: number;
  readonly hostName: string;
  /** As high as the chart, so that nothing below it moves. */
  readonly heightPx: number;
}

/** Room for the buttons below the rows. */
const footPx = 34;

/** What a chart shows, as a table, newest first; as CSV for the clipboard and as a file. */
export function ChartTable({ spec, columns, nowMs, hostName, heightPx }: ChartTableProps) {
  const { series, unit, title, id } = spec;
  const { atMs, values } = columns;
  const places = atMs.map((_moment, index) => index).reverse();
  const isKnown = (index: number) => values.some((column) => column[index] != null);
  return (
    <div className="chart-table" style={{ height: heightPx }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable region */}
      <section tabIndex={0} aria-label={`${title} as a table`} style={{ height: heightPx - footPx }}>
        <table className="num">
          <thead>
            <tr>
              <th scope="col">Time</th>
              {series.map((one) => (
                <th key={one.id} scope="col">
                  {one.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {places.filter(isKnown).map((index) => (
              <tr key={atMs[index]}>
                <th scope="row">{formatMoment(atMs[index] ?? 0, nowMs)}</th>
                {series.map((one, number) => (
                  <td key={one.id}>{formatValue(values[number]?.[index] ?? null, unit)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className="chart-table-foot">
        <CopyButton text={() => csvOf(spec, columns)} label="Copy as CSV" />
        <Button isSmall look="quiet" onClick={() => saveText(`${hostName}-${id}.csv`, csvOf(spec, columns))}>
          Save as file
        </Button>
      </div>
    </div>
  );
}
