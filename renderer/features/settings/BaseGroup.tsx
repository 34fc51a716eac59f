import { useState } from 'react';
import type { Base } from '../../../main/contract/base.ts';
import { countOf, formatAgo, formatBytes } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { SettingsGroup } from '../../ui/SettingsGroup.tsx';
import { StepList } from '../../ui/StepList.tsx';
import type { HostSettingsModel, HostSettingsState } from './host-settings-model.ts';

/** A repository whose instance can be taken as the base. */
export interface BaseSource {
  readonly id: string;
  readonly name: string;
}

interface BaseGroupProps {
  readonly model: HostSettingsModel;
  readonly state: Extract<HostSettingsState, { phase: 'ready' }>;
  readonly sources: readonly BaseSource[];
}

/** What new instances begin with, and from whom it is taken. */
export function BaseGroup({ model, state: { base, task }, sources }: BaseGroupProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const source = sources.find(({ id }) => id === chosen) ?? sources[0];
  const isBusy = task?.isRunning === true;
  const own = task?.name === 'base' ? task : null;
  return (
    <SettingsGroup
      title="What editors begin with"
      note="Settings, keys, snippets and extensions of one repository, for every editor that starts for the first time."
    >
      {base.ok ? <BaseWords base={base.value} /> : <p className="warn">{base.failure.message}</p>}
      {source === undefined ? (
        <p className="dim">Start a repository once, set it up as you like it, then take it from here.</p>
      ) : (
        <div className="field-row">
          <label className="dim" htmlFor="base-source">
            Take those of
          </label>
          <select
            id="base-source"
            className="select base-source"
            value={source.id}
            onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          >
            {sources.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          <Button isSmall disabled={isBusy} onClick={() => void model.saveBase(source.id)}>
            Use for others
          </Button>
          {base.ok && base.value.repository !== null && (
            <Button isSmall look="quiet" disabled={isBusy} onClick={() => void model.clearBase()}>
              Begin plain again
            </Button>
          )}
        </div>
      )}
      {own?.isRunning === true && <StepList label="Steps of taking them over" steps={own.steps} />}
      {own?.problem != null && <ProblemCard title="Taking them over failed" problem={own.problem} />}
    </SettingsGroup>
  );
}

function BaseWords({ base: { repository, savedAtMs, extensions, sizeBytes } }: { readonly base: Base }) {
  const nowMs = useNow();
  if (repository === null) return <p className="dim">Plain VS Code, without extensions.</p>;
  const age = savedAtMs === null ? '' : `, taken ${formatAgo(savedAtMs, nowMs)}`;
  return (
    <>
      <p className="dim" role="status">
        <b>{repository}</b>: its settings and {countOf(extensions.length, 'extension')}, {formatBytes(sizeBytes)}
        {age}.
      </p>
      {extensions.length > 0 && (
        <details className="details">
          <summary>Show the extensions</summary>
          <ul className="base-extensions mono">
            {extensions.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
