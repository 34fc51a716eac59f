/** Every state that has a shape of its own; colour only repeats what the shape says. */
export type MarkState =
  | 'running'
  | 'connected'
  | 'starting'
  | 'stopping'
  | 'connecting'
  | 'reconnecting'
  | 'suspended'
  | 'stopped'
  | 'disconnected'
  | 'crashed'
  | 'failed';

interface StateMarkProps {
  readonly state: MarkState;
}

/** A small shape beside a word: disc = up, turning arc = on its way, crescent = asleep, ring = off, diamond = wrong. */
export function StateMark({ state }: StateMarkProps) {
  return (
    <svg className={`mark mark-${state}`} viewBox="0 0 10 10" aria-hidden="true">
      {shapeOf(state)}
    </svg>
  );
}

function shapeOf(state: MarkState) {
  switch (state) {
    case 'running':
    case 'connected':
      return <circle cx="5" cy="5" r="4" fill="currentColor" />;
    case 'starting':
    case 'stopping':
    case 'connecting':
    case 'reconnecting':
      return (
        <g className="mark-turning" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round">
          <path d="M5 1a4 4 0 1 1-3.8 2.7" />
        </g>
      );
    case 'suspended':
      return <path d="M6.4 1.2A4 4 0 1 0 9 6.6 3.4 3.4 0 0 1 6.4 1.2Z" fill="currentColor" />;
    case 'crashed':
    case 'failed':
      return <path d="M5 .3 9.7 5 5 9.7.3 5Z" fill="currentColor" />;
    default:
      return <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.3" />;
  }
}
