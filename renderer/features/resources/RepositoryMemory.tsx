import { useMemo, useState } from 'react';
import { Segments } from '../../ui/Segments.tsx';
import { Chart, type ChartPlace } from './charts/Chart.tsx';
import { repositoryChart, roleChart } from './host-charts.ts';

interface RepositoryMemoryProps {
  readonly place: ChartPlace;
  readonly nameOf: (instanceId: string) => string;
}

const splits = [
  { value: 'repository', label: 'By repository' },
  { value: 'role', label: 'By role' },
] as const;

/** Memory of the repositories over time: of each, or by what it is used for. */
export function RepositoryMemory({ place, nameOf }: RepositoryMemoryProps) {
  const [split, setSplit] = useState<'repository' | 'role'>('repository');
  const [chosenId, setChosenId] = useState('');
  const byRepository = useMemo(() => repositoryChart(place.samples, nameOf), [place.samples, nameOf]);
  const ids = [...new Set(place.samples.flatMap(({ point }) => point?.instances.map(({ id }) => id) ?? []))].sort();
  // One that is not in the chosen time any more has nothing to show.
  const shownId = ids.includes(chosenId) ? chosenId : '';
  const byRole = useMemo(() => roleChart(shownId === '' ? null : shownId), [shownId]);
  const tools = (
    <div className="resources-split end">
      {split === 'role' && (
        <label>
          <span className="hidden-text">Repository</span>
          <select className="select" value={shownId} onChange={({ currentTarget }) => setChosenId(currentTarget.value)}>
            <option value="">All repositories</option>
            {ids.map((id) => (
              <option key={id} value={id}>
                {nameOf(id)}
              </option>
            ))}
          </select>
        </label>
      )}
      <Segments legend="Split memory" isTool name="memory-split" value={split} options={splits} onChange={setSplit} />
    </div>
  );
  return (
    <Chart
      {...place}
      key={split}
      spec={split === 'repository' ? byRepository : byRole}
      tools={tools}
      empty={
        byRepository.series.length === 0 && place.samples.length > 0
          ? 'No repository ran in this time. Start one on the overview, and its memory is drawn here.'
          : place.empty
      }
      isEmpty={byRepository.series.length === 0}
    />
  );
}
