import { useStore } from 'zustand';
import type { RepositoryRow } from '../../features/repositories/list/repository-rows.ts';
import { useBerth } from '../use-berth.ts';
import { firstSteps } from './first-steps.ts';
import './first-steps.css';

interface FirstStepsProps {
  readonly profileId: string;
  readonly rows: readonly RepositoryRow[] | null;
}

const stateWords = { done: 'done', next: 'next', later: 'later' } as const;

/** A line that leads to the first editor of a server; it goes away with it. */
export function FirstSteps({ profileId, rows }: FirstStepsProps) {
  const { instances, setup } = useBerth();
  const areInstancesKnown = useStore(instances.store, (state) => state[profileId]?.instances != null);
  const isReady = useStore(setup.store, ({ readiness }) => readiness[profileId]);
  const steps = firstSteps({ rows, areInstancesKnown, isReady });
  if (steps === null) return null;
  return (
    <ol className="first-steps" aria-label="The way to your first editor">
      {steps.map(({ name, state }, index) => (
        <li key={name} data-state={state} aria-current={state === 'next' ? 'step' : undefined}>
          <span className="first-steps-mark" aria-hidden="true">
            {state === 'done' ? '✓' : index + 1}
          </span>
          {name}
          <span className="hidden-text"> ({stateWords[state]})</span>
        </li>
      ))}
    </ol>
  );
}
