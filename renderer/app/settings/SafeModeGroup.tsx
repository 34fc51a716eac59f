import { useState } from 'react';
import { ask, type Problem } from '../../api/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { SettingsGroup } from '../../ui/SettingsGroup.tsx';
import { useBerth } from '../use-berth.ts';

/** Starts Berth again, without what may have gone wrong, or as usual. */
export function SafeModeGroup() {
  const { session, isSafe } = useBerth();
  const [problem, setProblem] = useState<Problem | null>(null);
  const restart = async () => {
    const answer = await ask(() => session.client.upkeep.restart({ isSafe: !isSafe }));
    setProblem(answer.ok ? null : answer.failure);
  };
  return (
    <SettingsGroup
      title="Safe mode"
      {...(isSafe ? { tag: 'on' } : {})}
      note={
        isSafe
          ? 'No tab was restored, no server is linked by itself, keys are the default ones, and the graphics card is not used.'
          : 'Starts Berth with the default keys, and without restoring tabs, linking servers or using the graphics card. Starting it with “--safe” does the same.'
      }
    >
      <div>
        <Button isSmall onClick={() => void restart()}>
          {isSafe ? 'Restart as usual' : 'Restart in safe mode'}
        </Button>
      </div>
      {problem !== null && <ProblemCard title="Restarting failed" problem={problem} />}
    </SettingsGroup>
  );
}
