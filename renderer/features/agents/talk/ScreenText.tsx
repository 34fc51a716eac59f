import { useLayoutEffect, useRef } from 'react';
import type { Problem } from '../../../api/problem.ts';
import { Button } from '../../../ui/Button.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import type { Capture } from '../sessions-model.ts';
import { readableScreen } from './screen-text.ts';

interface ScreenTextProps {
  readonly title: string;
  readonly screen: Capture | null;
  readonly problem: Problem | null;
  readonly onLook: () => void;
}

/** So near to its end the text counts as read to its end, pixels. */
const endPx = 32;

/** What stands on the screen of a session, as text in the width that there is; it follows its end. */
export function ScreenText({ title, screen, problem, onLook }: ScreenTextProps) {
  const element = useRef<HTMLPreElement>(null);
  const isAtEnd = useRef(true);
  const text = screen === null ? '' : readableScreen(screen.text);
  useLayoutEffect(() => {
    const { current } = element;
    if (current !== null && isAtEnd.current && text !== '') current.scrollTop = current.scrollHeight;
  }, [text]);
  return (
    <div className="talk-screen">
      {problem !== null && (
        <ProblemCard title="Reading its screen failed" problem={problem}>
          <Button look="primary" onClick={onLook}>
            Try again
          </Button>
        </ProblemCard>
      )}
      {screen === null && problem === null && <Waiting words="Reading its screen…" />}
      {screen !== null && (
        <pre
          ref={element}
          role="log"
          aria-live="off"
          aria-label={`Screen of ${title}`}
          // A region that scrolls must be reachable by keyboard.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
          tabIndex={0}
          onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
            isAtEnd.current = scrollTop + clientHeight > scrollHeight - endPx;
          }}
        >
          {text === '' ? 'Nothing stands on its screen.' : text}
        </pre>
      )}
    </div>
  );
}
