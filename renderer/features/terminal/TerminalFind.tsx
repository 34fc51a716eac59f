import { useEffect, useRef, useState } from 'react';
import { FindBar } from '../../ui/FindBar.tsx';
import type { Screen } from './create-screen.ts';

interface TerminalFindProps {
  readonly name: string;
  readonly screen: Screen;
  /** Which match of how many is marked; null before anything was looked for. */
  readonly found: { readonly index: number; readonly count: number } | null;
  readonly onClose: () => void;
}

/** The search in the lines of a shell that keeps them here: what was printed last is found first. */
export function TerminalFind({ name, screen, found, onClose }: TerminalFindProps) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  useEffect(() => field.current?.focus(), []);
  useEffect(() => () => screen.endSearch(), [screen]);
  return (
    <FindBar
      name={name}
      placeholder="Find in this terminal"
      text={text}
      field={field}
      found={found === null ? null : { place: found.index + 1, count: found.count }}
      enterGoes="up"
      className="terminal-find"
      onType={(next) => {
        setText(next);
        screen.seek(next, true, true);
      }}
      onStep={(step) => screen.seek(text, step === -1, false)}
      onClose={onClose}
    />
  );
}
