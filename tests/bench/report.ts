import type { Figure } from './figure.ts';

const columns = ['what', 'ours', 'peer', 'ratio', 'promise', ''] as const;

function digitsOf(value: number): number {
  return value >= 100 ? 0 : value >= 10 ? 1 : 2;
}

const withUnit = (value: number, unit: string) => `${value.toFixed(digitsOf(value))} ${unit}`;

function rowOf({ what, unit, value, peer, verdict }: Figure): string[] {
  return [
    what,
    withUnit(value, unit),
    peer === null ? '-' : `${withUnit(peer.value, unit)} (${peer.name})`,
    peer === null ? '-' : peer.ratio.toFixed(2),
    verdict?.promise ?? '-',
    verdict === null ? '' : verdict.isMet ? 'met' : 'NOT MET',
  ];
}

/** The figures as a table for the terminal. */
export function formatTable(figures: readonly Figure[]): string {
  const rows = [[...columns], ...figures.map(rowOf)];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
