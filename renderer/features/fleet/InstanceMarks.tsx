import { StateMark } from '../../ui/StateMark.tsx';

/** How many instances of a server are in which state. */
export interface InstanceCounts {
  readonly running: number;
  readonly asleep: number;
  readonly crashed: number;
}

const kinds = [
  ['running', 'running', 'running'],
  ['asleep', 'suspended', 'asleep'],
  ['crashed', 'crashed', 'crashed'],
] as const;

/** The instances of a server as shapes with numbers; those that are zero are left out. */
export function InstanceMarks({ counts }: { readonly counts: InstanceCounts | null }) {
  if (counts === null) return <span className="faint">…</span>;
  const shown = kinds.filter(([kind]) => counts[kind] > 0);
  if (shown.length === 0)
    return (
      <span className="faint">
        <span className="fleet-label">editors: </span>none
      </span>
    );
  return (
    <span className="fleet-instances num" title={shown.map(([kind, , word]) => `${counts[kind]} ${word}`).join(', ')}>
      {shown.map(([kind, mark, word]) => (
        <span key={kind}>
          <StateMark state={mark} />
          {counts[kind]}
          <span className="hidden-text"> {word}</span>
        </span>
      ))}
    </span>
  );
}
