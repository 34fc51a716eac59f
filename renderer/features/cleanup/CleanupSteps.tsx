import { countOf } from '../../lib/format.ts';
import type { ProgressStep } from '../../lib/operation-progress.ts';
import { StepList } from '../../ui/StepList.tsx';

/** So many of the last steps are shown; there may be one for each item. */
const shownCount = 10;

interface CleanupStepsProps {
  readonly steps: readonly ProgressStep[];
  readonly hasFailed?: boolean;
}

/** What the cleanup does, step by step. */
export function CleanupSteps({ steps, hasFailed = false }: CleanupStepsProps) {
  const earlierCount = Math.max(0, steps.length - shownCount);
  return (
    <div className="cleanup-wait cleanup-running">
      {!hasFailed && (
        <p role="status">
          Removing what was listed. Closing this window does not stop it; how it ends is then said at the bottom of the
          page.
        </p>
      )}
      {earlierCount > 0 && <p className="faint num">{countOf(earlierCount, 'step')} done before these</p>}
      <StepList label="Cleanup steps" steps={steps.slice(-shownCount)} />
    </div>
  );
}
