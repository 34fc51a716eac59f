import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { HostReading } from '../../../main/contract/stats.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { CoresCard } from './CoresCard.tsx';
import { Chart, type ChartPlace } from './charts/Chart.tsx';
import { createCrosshair } from './charts/crosshair.ts';
import { DisksCard } from './DisksCard.tsx';
import { hostCharts } from './host-charts.ts';
import { RepositoryMemory } from './RepositoryMemory.tsx';
import { joinPoints, withGaps } from './resource-points.ts';
import { chartPointCount, noPast, type RangeMinutes, type ResourcesModel } from './resources-model.ts';
import './resources.css';

interface ResourcesViewProps {
  readonly model: ResourcesModel;
  readonly profileId: string;
  readonly hostName: string;
  readonly reading: HostReading | null;
  /** Said until there is a reading. */
  readonly waiting: string;
  /** While the link is down nothing is asked; what is known stays. */
  readonly isLinked: boolean;
  readonly nameOf: (instanceId: string) => string;
  /** A card beside the last one. */
  readonly facts: ReactNode;
}

const ranges = [
  { value: '10', label: '10 min', minutes: 10 },
  { value: '60', label: '1 hour', minutes: 60 },
  { value: '360', label: '6 hours', minutes: 360 },
  { value: '1440', label: '24 hours', minutes: 1440 },
] as const;

/** The host notes what happens while somebody looks too, so that a long look is read again now and then. */
const reloadMs = 5 * 60_000;
const minuteMs = 60_000;

/** What a host does and did: charts that share one crosshair, and what has no past. */
export function ResourcesView(props: ResourcesViewProps) {
  const { model, profileId, hostName, reading, waiting, isLinked, nameOf, facts } = props;
  const [range, setRange] = useState<RangeMinutes>(60);
  const [crosshair] = useState(createCrosshair);
  const [openedAtMs] = useState(() => Date.now());
  const past = useStore(model.store, (state) => state[profileId] ?? noPast);
  const history = past.history[range];
  const isMissing = history === undefined && past.problem === null;
  useEffect(() => {
    if (!isLinked) return;
    void model.load(profileId, range);
    const timer = setInterval(() => void model.load(profileId, range), reloadMs);
    return () => clearInterval(timer);
  }, [model, profileId, range, isLinked]);
  // A host whose clock was set is read anew.
  useEffect(() => {
    if (isLinked && isMissing) void model.load(profileId, range);
  }, [model, profileId, range, isLinked, isMissing]);
  const { live, clockOffsetMs } = past;
  const lastMs = live.at(-1)?.atMs ?? history?.at(-1)?.atMs ?? null;
  const toMs = lastMs ?? openedAtMs + clockOffsetMs;
  const fromMs = toMs - range * minuteMs;
  const samples = useMemo(() => {
    const stepMs = (range * minuteMs) / chartPointCount;
    return withGaps(joinPoints(history ?? [], live, toMs - range * minuteMs, stepMs), stepMs);
  }, [history, live, range, toMs]);
  const empty = past.isLoading ? 'Reading what the server noted…' : 'Nothing is noted of this time yet.';
  const place: ChartPlace = { samples, fromMs, toMs, crosshair, hostName, empty };
  // The page around it is drawn more often than something is read, and a chart with other lines is drawn anew.
  const [processor, memory, ...others] = useMemo(() => hostCharts(samples), [samples]);
  return (
    <div className="resources">
      <div className="resources-tools">
        <Segments
          legend="Time shown"
          isTool
          name="resources-range"
          value={String(range) as (typeof ranges)[number]['value']}
          options={ranges}
          onChange={(value) => setRange(ranges.find((one) => one.value === value)?.minutes ?? 60)}
        />
        <p className="faint" role="status">
          {past.isLoading && history === undefined ? 'Reading what the server noted…' : liveWords(isLinked, reading)}
        </p>
      </div>
      {past.problem !== null && (
        <ProblemCard title={`Reading the past of ${hostName} failed`} problem={past.problem} detailLabel="Show details">
          <Button look="primary" onClick={() => void model.load(profileId, range)}>
            Try again
          </Button>
        </ProblemCard>
      )}
      <div className="resources-grid">
        {processor !== undefined && <Chart {...place} spec={processor} />}
        <CoresCard reading={reading} waiting={waiting} />
        {memory !== undefined && <Chart {...place} spec={memory} />}
        {others.map((spec) => (
          <Chart key={spec.id} {...place} spec={spec} />
        ))}
        <DisksCard reading={reading} waiting={waiting} />
        {facts}
      </div>
      <RepositoryMemory place={place} nameOf={nameOf} />
      <p className="faint resources-hint">
        Arrow keys move through the moments of a chart, with Shift in larger steps; Escape goes back to now.
      </p>
    </div>
  );
}

function liveWords(isLinked: boolean, reading: HostReading | null): string {
  if (!isLinked) return 'Not linked; the last known figures.';
  return reading === null ? 'Waiting for the first reading…' : 'Live, every 2 seconds.';
}
