import { useCallback, useRef } from 'react';
import type { Answer } from '../../api/problem.ts';
import type { History } from './HistoryView.tsx';

/** So long what was found out about the program counts, milliseconds. */
const knownMs = 5_000;
const firstLines = 10_000;

/**
 * What a wheel does over a session that keeps its lines on the host: back leads to its history. A program that draws the whole
 * screen itself has none, and gets the wheel as xterm hands it on. True where nothing is to be handed on.
 */
export function useWheel(
  read: (historyLines: number) => Promise<Answer<History>>,
  onHistory: (history: History) => void,
): (isBack: boolean) => boolean {
  const known = useRef({ isWhole: false, atMs: Number.NEGATIVE_INFINITY, isReading: false });
  return useCallback(
    (isBack) => {
      const about = known.current;
      const isFresh = performance.now() - about.atMs < knownMs;
      if (isFresh && about.isWhole) return false;
      if (about.isReading || (isFresh && !isBack)) return true;
      about.isReading = true;
      void read(firstLines).then((answer) => {
        about.isReading = false;
        if (!answer.ok) return;
        about.isWhole = answer.value.isAlternate;
        about.atMs = performance.now();
        if (isBack && !about.isWhole) onHistory(answer.value);
      });
      return true;
    },
    [read, onHistory],
  );
}
