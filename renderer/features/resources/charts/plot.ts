import uPlot from 'uplot';
import { type ChartColumns, type ChartSpec, roundTop, stackedValues } from '../chart-spec.ts';
import { formatTick, formatValue } from '../chart-words.ts';

/** What a plot is drawn with besides its data. */
export interface PlotParts {
  readonly element: HTMLElement;
  readonly spec: ChartSpec;
  readonly heightPx: number;
  /** The pointer is at this place among the moments; null when it left. */
  readonly onPoint: (index: number | null) => void;
}

/** One drawn chart. */
export interface Plot {
  /** Draws these values between two moments, host clock, epoch milliseconds. */
  draw(columns: ChartColumns, fromMs: number, toMs: number): void;
  /** Shows the crosshair at a place among the moments; null hides it. */
  point(index: number | null): void;
  resize(widthPx: number): void;
  destroy(): void;
}

const axisFont = '11px Inter, "Segoe UI", system-ui, sans-serif';
const axisWidthPx = 62;
const axisHeightPx = 24;
const least = 2;

/** Draws a chart with uPlot, in the colours of the tokens that count where it stands. */
export function createPlot({ element, spec, heightPx, onPoint }: PlotParts): Plot {
  const style = getComputedStyle(element);
  const token = (name: string) => longColour(style.getPropertyValue(name).trim());
  let range: [number, number] = [0, 1];
  let top = 1;
  // What the page itself points at is no news to it.
  let isTold = false;
  const axis = { stroke: token('--faint'), font: axisFont, ticks: { show: false } } as const;
  const grid = { stroke: token('--line'), width: 1 };
  const plot = new uPlot(
    {
      width: Math.max(least, element.clientWidth),
      height: heightPx,
      // Half of the last time on the axis has room beside the plot.
      padding: [8, 18, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false, setScale: false }, points: { size: 7, width: 1.5 } },
      scales: { x: { time: true, range: () => range }, y: { range: () => [0, top] } },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: axisHeightPx,
          space: 64,
          values: (_plot, splits) => splits.map((seconds) => formatTick(seconds * 1000)),
        },
        {
          ...axis,
          grid,
          size: axisWidthPx,
          splits: () => [0, top / 4, top / 2, (top * 3) / 4, top],
          values: (_plot, splits) =>
            splits.map((value, index) => (index % 2 === 0 ? formatValue(value, spec.unit).replace('.0 ', ' ') : '')),
        },
      ],
      series: [{}, ...seriesOf(spec, token)],
      hooks: {
        setCursor: [
          ({ cursor }) => {
            if (!isTold) onPoint(cursor.idx ?? null);
          },
        ],
      },
    },
    emptyData(spec),
    element,
  );
  return {
    draw({ atMs, values }, fromMs, toMs) {
      range = [fromMs / 1000, toMs / 1000];
      const drawn = spec.isStacked ? stackedValues(values) : values;
      top = spec.top ?? roundTop(largestOf(drawn), spec.unit);
      const columns = drawn.map((column) => [...column]);
      isTold = true;
      // The highest area is drawn first, and the lower ones over it.
      plot.setData([atMs.map((ms) => ms / 1000), ...(spec.isStacked ? columns.reverse() : columns)], true);
      isTold = false;
    },
    point(index) {
      const seconds = index === null ? undefined : plot.data[0]?.[index];
      const left = seconds === undefined ? -10 : plot.valToPos(seconds, 'x');
      if (index === (plot.cursor.idx ?? null)) return;
      isTold = true;
      plot.setCursor({ left, top: 0 }, false);
      isTold = false;
    },
    resize: (widthPx) => plot.setSize({ width: Math.max(least, widthPx), height: heightPx }),
    destroy: () => plot.destroy(),
  };
}

function emptyData({ series }: ChartSpec): uPlot.AlignedData {
  return [[], ...series.map((): number[] => [])];
}

function seriesOf({ series, isStacked }: ChartSpec, token: (name: string) => string): uPlot.Series[] {
  const drawn = series.map(({ label, colour, isDashed }): uPlot.Series => {
    const stroke = token(`--series-${colour}`);
    return {
      label,
      stroke,
      width: 1.5,
      points: { show: false },
      ...(isDashed === true ? { dash: [5, 3] } : {}),
      // One area of a stack covers those above it, and so lets nothing through.
      ...(isStacked ? { fill: blend(stroke, token('--panel')) } : isDashed === true ? {} : { fill: `${stroke}26` }),
    };
  });
  return isStacked ? drawn.reverse() : drawn;
}

function largestOf(columns: readonly (readonly (number | null)[])[]): number {
  let largest = 0;
  for (const column of columns) {
    for (const value of column) if (value !== null && value > largest) largest = value;
  }
  return largest;
}

/** A colour with six digits: a built page has the short form where there is one. */
const longColour = (colour: string) => colour.replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');

const coverShare = 0.5;

/** Two colours of six hex digits as one. */
function blend(over: string, under: string): string {
  const channels = [1, 3, 5].map((place) => {
    const [top = 0, bottom = 0] = [over, under].map((colour) => Number.parseInt(colour.slice(place, place + 2), 16));
    return Math.round(top * coverShare + bottom * (1 - coverShare));
  });
  return `rgb(${channels.join(' ')})`;
}
