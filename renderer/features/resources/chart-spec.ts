import type { HistoryPoint } from '../../../main/contract/stats.ts';
import type { Sample } from './resource-points.ts';

/** One line or area of a chart. */
export interface SeriesSpec {
  readonly id: string;
  readonly label: string;
  /** The number of a `--series-…` colour. */
  readonly colour: number;
  /** Told apart without colour too. */
  readonly isDashed?: boolean;
  /** Null where nothing is known. */
  readonly pick: (point: HistoryPoint) => number | null;
}

/** One chart: what it shows, in which unit, up to where. */
export interface ChartSpec {
  readonly id: string;
  readonly title: string;
  readonly series: readonly SeriesSpec[];
  /** Areas that stand on one another. */
  readonly isStacked: boolean;
  readonly unit: 'share' | 'bytes' | 'bytes-per-second';
  /** The upper end of the scale, such as all memory there is; null fits it to the values. */
  readonly top: number | null;
}

/** The columns of a chart: moments, then one column per series; null where there is a gap. */
export interface ChartColumns {
  readonly atMs: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
}

/** Reads the columns of a chart out of the samples. */
export function columnsOf({ series }: ChartSpec, samples: readonly Sample[]): ChartColumns {
  return {
    atMs: samples.map(({ atMs }) => atMs),
    values: series.map(({ pick }) => samples.map(({ point }) => (point === null ? null : pick(point)))),
  };
}

/** Where the areas of a stack end: each on top of those before it. A moment of which nothing is known stays a gap. */
export function stackedValues(values: ChartColumns['values']): readonly (readonly (number | null)[])[] {
  const sums: (number | null)[] = [];
  return values.map((column) =>
    column.map((value, index) => {
      if (value === null) return null;
      const sum = (sums[index] ?? 0) + value;
      sums[index] = sum;
      return sum;
    }),
  );
}

/** A round upper end for values of which the largest is known, and a second one of the same unit below it. */
export function roundTop(largest: number, unit: ChartSpec['unit']): number {
  if (unit === 'share') return largest > 0.5 ? 1 : largest > 0.2 ? 0.5 : largest > 0.1 ? 0.2 : 0.1;
  const least = unit === 'bytes-per-second' ? 10 * 1024 : 64 * 1024 ** 2;
  const wanted = Math.max(largest * 1.05, least);
  const power = 1024 ** Math.floor(Math.log(wanted) / Math.log(1024));
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1024];
  return power * (steps.find((step) => step * power >= wanted) ?? 1024);
}
