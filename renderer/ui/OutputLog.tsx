import { useLayoutEffect, useRef, useState } from 'react';
import { countOf } from '../lib/format.ts';
import { CopyButton } from './CopyButton.tsx';

interface OutputLogProps {
  /** What it is of, for those who cannot see it. */
  readonly label: string;
  readonly lines: readonly string[];
}

/** So near to its end the log counts as read to its end, pixels. */
const endPx = 24;

/** What programs print while an operation runs, folded; it follows its end unless somebody reads further up. */
export function OutputLog({ label, lines }: OutputLogProps) {
  const [isOpen, setIsOpen] = useState(false);
  const element = useRef<HTMLPreElement>(null);
  const isAtEnd = useRef(true);
  // The last line is what changes.
  const last = lines.at(-1);
  useLayoutEffect(() => {
    const { current } = element;
    if (current !== null && isOpen && isAtEnd.current && last !== undefined) current.scrollTop = current.scrollHeight;
  }, [isOpen, last]);
  return (
    <details className="details output-log" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>
        Log{' '}
        <span className="num faint">{lines.length === 0 ? 'nothing printed yet' : countOf(lines.length, 'line')}</span>
      </summary>
      {lines.length > 0 && (
        <>
          <pre
            ref={element}
            role="log"
            aria-live="off"
            aria-label={label}
            // A region that scrolls must be reachable by keyboard.
            // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
            tabIndex={0}
            onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
              isAtEnd.current = scrollTop + clientHeight > scrollHeight - endPx;
            }}
          >
            {lines.join('\n')}
          </pre>
          <CopyButton text={() => lines.join('\n')} label="Copy log" />
        </>
      )}
    </details>
  );
}
