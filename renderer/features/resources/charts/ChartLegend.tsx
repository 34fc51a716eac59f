import type { ChartSpec, SeriesSpec } from '../chart-spec.ts';
import { formatValue } from '../chart-words.ts';

interface ChartLegendProps {
  readonly series: readonly (SeriesSpec & { readonly value: number | null })[];
  readonly unit: ChartSpec['unit'];
}

/** The lines of a chart with their values at the crosshair, or the last ones. */
export function ChartLegend({ series, unit }: ChartLegendProps) {
  return (
    <ul className="chart-legend num">
      {series.map(({ id, label, colour, isDashed, value }) => (
        <li key={id}>
          <span
            className="chart-key"
            data-dashed={isDashed}
            style={{ '--key': `var(--series-${colour})` } as Record<string, string>}
            aria-hidden="true"
          />
          <span className="cut">{label}</span> <b>{formatValue(value, unit)}</b>
        </li>
      ))}
    </ul>
  );
}
