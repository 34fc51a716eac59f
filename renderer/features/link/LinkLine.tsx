import { useNowText } from '../../lib/use-now.ts';
import { StateMark } from '../../ui/StateMark.tsx';
import type { LinkView } from './link-view.ts';
import { linkLineWords, silenceWords } from './link-words.ts';
import './link.css';

interface LinkLineProps {
  readonly view: LinkView;
  readonly hostName: string;
  /** Opens what is known about the connection. */
  readonly onOpen: () => void;
}

/** The link beside the host's name: its state in words, and the way to its history. */
export function LinkLine({ view, hostName, onOpen }: LinkLineProps) {
  const words = useNowText((nowMs) => linkLineWords(view, nowMs));
  const silence = useNowText((nowMs) => (view.kind === 'connected' ? (silenceWords(view.heardAtMs, nowMs) ?? '') : ''));
  return (
    <button
      type="button"
      className="link-line num"
      data-tone={silence === '' ? view.kind : 'silent'}
      data-testid="link-line"
      aria-label={`Connection to ${hostName}: ${words}`}
      title="What happened to the connection, and a diagnosis"
      onClick={onOpen}
    >
      <StateMark state={view.kind} />
      <span>{words}</span>
    </button>
  );
}
