import type { SessionState } from '../../../main/contract/session-words.ts';
import './session-mark.css';

/** A small shape beside the words of a session's state: triangle = wants you, arc = works, tick = done, cross = ended. */
export function SessionMark({ state }: { readonly state: SessionState }) {
  return (
    <svg className={`mark session-mark session-mark-${state}`} viewBox="0 0 10 10" aria-hidden="true">
      {shapeOf(state)}
    </svg>
  );
}

function shapeOf(state: SessionState) {
  const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.7, strokeLinecap: 'round' } as const;
  switch (state) {
    case 'waiting':
      return <path d="M5 .4 10 9.4H0Z" fill="currentColor" />;
    case 'working':
      return (
        <g className="mark-turning" {...line}>
          <path d="M5 1a4 4 0 1 1-3.8 2.7" />
        </g>
      );
    case 'done':
      return <path d="m1.4 5.4 2.5 2.6 4.8-5.6" {...line} />;
    case 'dead':
      return <path d="m1.8 1.8 6.4 6.4m0-6.4-6.4 6.4" {...line} />;
    case 'unknown':
      return <circle cx="5" cy="5" r="3.6" {...line} strokeWidth={1.3} strokeDasharray="1.4 2" />;
  }
}
