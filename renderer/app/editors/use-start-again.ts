import { useState } from 'react';
import type { Session } from '../../../main/contract/session-words.ts';
import type { Problem } from '../../api/problem.ts';
import { startAgain } from '../model/terminal-flow.ts';
import { useBerth } from '../use-berth.ts';

interface StartingAgain {
  /** Absent where nothing has ended. */
  readonly start: (() => void) | undefined;
  readonly isRunning: boolean;
  /** Why the last try failed; null once another one begins. */
  readonly problem: Problem | null;
}

/** Starts once more what ended in a tab, one try at a time. */
export function useStartAgain(profileId: string, ended: Session | null): StartingAgain {
  const app = useBerth();
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (ended === null) return { start: undefined, isRunning, problem: null };
  const run = async () => {
    setRunning(true);
    setProblem(null);
    setProblem(await startAgain(app, profileId, ended));
    setRunning(false);
  };
  return { start: isRunning ? () => undefined : () => void run(), isRunning, problem };
}
