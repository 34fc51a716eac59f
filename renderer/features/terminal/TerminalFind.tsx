import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { IconButton } from '../../ui/Button.tsx';
import type { Screen } from './create-screen.ts';

interface TerminalFindProps {
  readonly name: string;
  readonly screen: Screen;
  /** Which match of how many is marked; null before anything was looked for. */
  readonly found: { readonly index: number; readonly count: number } | null;
  readonly onClose: () => void;
}

/** The search in the lines of a shell that keeps them here: Enter goes back, with Shift on, Escape ends it. */
export function TerminalFind({ name, screen, found, onClose }: TerminalFindProps) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  useEffect(() => field.current?.focus(), []);
  useEffect(() => () => screen.endSearch(), [screen]);
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter') screen.seek(text, !event.shiftKey, false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isMissed = text !== '' && found?.count === 0;
  return (
    <search className="find-bar terminal-find" aria-label={`Find in ${name}`}>
      <input
        ref={field}
        type="text"
        className="search-field"
        maxLength={200}
        aria-label="Find"
        placeholder="Find in this terminal"
        spellCheck={false}
        value={text}
        aria-invalid={isMissed}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          screen.seek(currentTarget.value, true, true);
        }}
        onKeyDown={press}
      />
      <span className="find-count num" role="status">
        {text !== '' && found !== null && (isMissed ? 'Nothing found' : `${found.index + 1} of ${found.count}`)}
      </span>
      <IconButton
        label="Match before"
        hint="Enter"
        disabled={text === ''}
        onClick={() => screen.seek(text, true, false)}
      >
        <ChevronUp size={15} aria-hidden="true" />
      </IconButton>
      <IconButton
        label="Match after"
        hint="Shift+Enter"
        disabled={text === ''}
        onClick={() => screen.seek(text, false, false)}
      >
        <ChevronDown size={15} aria-hidden="true" />
      </IconButton>
      <IconButton label="Close the search" hint="Escape" onClick={onClose}>
        <X size={15} aria-hidden="true" />
      </IconButton>
    </search>
  );
}
