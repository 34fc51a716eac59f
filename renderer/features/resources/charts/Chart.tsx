import { useComputedColorScheme } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../../ui/Button.tsx';
import { type ChartSpec, columnsOf } from '../chart-spec.ts';
import { formatMoment, formatValue } from '../chart-words.ts';
import type { Sample } from '../resource-points.ts';
import { ChartLegend } from './ChartLegend.tsx';
import { ChartTable } from './ChartTable.tsx';
import { type Crosshair, moveCrosshair, nearestIndex } from './crosshair.ts';
import { createPlot, type Plot } from './plot.ts';
import 'uplot/dist/uPlot.min.css';
import './chart.css';

/** What all charts of a page have in common. */
export interface ChartPlace {
  readonly samples: readonly Sample[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly crosshair: Crosshair;
  /** Name of the host, for the file that is saved. */
  readonly hostName: string;
  /** Said while there is nothing to draw. */
  readonly empty: string;
}

interface ChartProps extends ChartPlace {
  readonly spec: ChartSpec;
  /** Controls of this chart, in its head. */
  readonly tools?: ReactNode;
  /** True when there are moments, and nothing in them. */
  readonly isEmpty?: boolean;
}

const heightPx = 168;

/** A chart with its values in words, a crosshair for pointer and arrow keys, and the same as a table. */
export function Chart(props: ChartProps) {
  const { spec, samples, fromMs, toMs, crosshair, hostName, empty, tools, isEmpty = false } = props;
  const [isTable, setIsTable] = useState(false);
  const columns = useMemo(() => columnsOf(spec, samples), [spec, samples]);
  const wantedMs = useStore(crosshair, ({ atMs }) => atMs);
  const index = nearestIndex(columns.atMs, wantedMs);
  const place = index ?? columns.atMs.length - 1;
  const shown = spec.series.map((series, number) => ({ ...series, value: columns.values[number]?.[place] ?? null }));
  const momentMs = columns.atMs[place];
  const moment = momentMs === undefined ? '' : formatMoment(momentMs, toMs);
  const titleId = `chart-${spec.id}`;
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = moveCrosshair(event.key, event.shiftKey, index, columns.atMs.length);
    if (next === undefined) return;
    event.preventDefault();
    crosshair.setState({ atMs: next === null ? null : (columns.atMs[next] ?? null) });
  };
  return (
    <section className="card chart" aria-labelledby={titleId} data-testid={titleId}>
      <div className="card-head">
        <h2 id={titleId}>{spec.title}</h2>
        <span className="faint num">{index === null ? '' : moment}</span>
        {tools}
        <Button isSmall look="quiet" className={tools === undefined ? 'end' : ''} onClick={() => setIsTable(!isTable)}>
          {isTable ? 'Show as chart' : 'Show as table'}
          <span className="hidden-text">: {spec.title}</span>
        </Button>
      </div>
      <ChartLegend series={shown} unit={spec.unit} />
      {isTable ? (
        <ChartTable spec={spec} columns={columns} nowMs={toMs} hostName={hostName} heightPx={heightPx} />
      ) : columns.atMs.length === 0 || isEmpty ? (
        <p className="chart-empty faint" style={{ height: heightPx }}>
          {empty}
        </p>
      ) : (
        <div
          role="slider"
          tabIndex={0}
          className="chart-area"
          style={{ height: heightPx }}
          aria-label={`Moment of ${spec.title}`}
          aria-valuemin={0}
          aria-valuemax={columns.atMs.length - 1}
          aria-valuenow={place}
          aria-valuetext={`${moment}: ${shown.map(({ label, value }) => `${label} ${formatValue(value, spec.unit)}`).join(', ')}`}
          onKeyDown={press}
          onBlur={() => crosshair.setState({ atMs: null })}
        >
          <Drawing spec={spec} columns={columns} fromMs={fromMs} toMs={toMs} index={index} crosshair={crosshair} />
        </div>
      )}
    </section>
  );
}

interface DrawingProps extends Pick<ChartProps, 'spec' | 'fromMs' | 'toMs' | 'crosshair'> {
  readonly columns: ReturnType<typeof columnsOf>;
  readonly index: number | null;
}

function Drawing({ spec, columns, fromMs, toMs, crosshair, index }: DrawingProps) {
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const moments = useRef(columns.atMs);
  const scheme = useComputedColorScheme('dark');
  // Another set of lines is another plot; their values are only drawn anew.
  const shape = `${scheme} ${spec.id} ${spec.top} ${spec.series.map(({ id, colour }) => `${id}:${colour}`).join(' ')}`;
  const latest = useRef(spec);
  useLayoutEffect(() => {
    latest.current = spec;
  });
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null || shape === '') return;
    const made = createPlot({
      element: current,
      spec: latest.current,
      heightPx,
      onPoint: (place) => crosshair.setState({ atMs: place === null ? null : (moments.current[place] ?? null) }),
    });
    plot.current = made;
    const observer = new ResizeObserver(() => made.resize(current.clientWidth));
    observer.observe(current);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shape, crosshair]);
  useLayoutEffect(() => {
    moments.current = columns.atMs;
    if (shape !== '') plot.current?.draw(columns, fromMs, toMs);
  }, [columns, fromMs, toMs, shape]);
  useEffect(() => {
    if (columns.atMs.length > 0) plot.current?.point(index);
  }, [index, columns]);
  return <div ref={element} className="chart-drawing" aria-hidden="true" />;
}
