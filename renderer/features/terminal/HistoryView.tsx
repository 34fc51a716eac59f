import { RotateCw, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { Answer, Problem } from '../../api/problem.ts';
import { countOf } from '../../lib/format.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { MatchSteps } from '../../ui/MatchSteps.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { findInLines, type HistoryMatch, piecesOf } from './history-text.ts';

/** What a terminal showed. */
export interface History {
  readonly text: string;
  readonly historyLines: number;
  readonly isAlternate: boolean;
}

interface HistoryViewProps {
  readonly name: string;
  /** Reads so many lines before the screen. */
  readonly read: (historyLines: number) => Promise<Answer<History>>;
  /** What was read already. */
  readonly first: History | null;
  readonly onClose: () => void;
}

/** As much as tmux keeps. */
const mostLines = 10_000;
const nowhere: readonly HistoryMatch[] = [];

/** What a session printed before, as a text that scrolls, is searched and copied like any other; nothing in it changes. */
export function HistoryView({ name, read, first, onClose }: HistoryViewProps) {
  const [history, setHistory] = useState<History | null>(first);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<number | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLElement>(null);

  const take = (answer: Answer<History>) => {
    setProblem(answer.ok ? null : answer.failure);
    if (answer.ok) setHistory(answer.value);
  };
  const load = async () => take(await read(mostLines));
  const loadFirst = useEffectEvent(() => void read(mostLines).then(take));
  useEffect(() => {
    if (first === null) loadFirst();
  }, [first]);
  useEffect(() => field.current?.focus(), []);
  // What was printed last is what somebody looks for first.
  useEffect(() => {
    if (history !== null && list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  }, [history]);

  const lines = useMemo(() => history?.text.split('\n') ?? [], [history]);
  const matches = useMemo(() => findInLines(lines, text), [lines, text]);
  const current = matches.length === 0 ? null : Math.min(chosen ?? matches.length - 1, matches.length - 1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is looked for, and which of it, decides.
  useEffect(() => {
    list.current?.querySelector('mark[data-current]')?.scrollIntoView({ block: 'center' });
  }, [current, text]);
  const go = (step: 1 | -1) => {
    if (current !== null) setChosen((current + step + matches.length) % matches.length);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  const isMissed = text !== '' && matches.length === 0;
  return (
    <section className="terminal-history" aria-label={`History of ${name}`} onKeyDown={press}>
      <div className="history-tools">
        <SearchField
          label="Search the history"
          placeholder="Search the history"
          value={text}
          field={field}
          onSearch={(next) => {
            setText(next);
            setChosen(null);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            // From what was printed last to what was before.
            go(event.shiftKey ? 1 : -1);
          }}
        />
        <span className="find-count num" role="status">
          {text !== '' && (isMissed ? 'Nothing found' : `${(current ?? 0) + 1} of ${matches.length}`)}
        </span>
        <MatchSteps isDisabled={matches.length === 0} enterGoes="up" onStep={go} />
        <span className="history-room" />
        <span className="faint num history-count">{history !== null && countOf(lines.length, 'line')}</span>
        <CopyButton text={() => history?.text ?? ''} label="Copy all" />
        <IconButton label="Read again" onClick={() => void load()}>
          <RotateCw size={14} aria-hidden="true" />
        </IconButton>
        <IconButton label="Back to the terminal" hint="Escape" onClick={onClose}>
          <X size={15} aria-hidden="true" />
        </IconButton>
      </div>
      {problem !== null && (
        <div className="editor-panel">
          <ProblemCard title="Reading the history failed" problem={problem}>
            <Button look="primary" onClick={() => void load()}>
              Try again
            </Button>
          </ProblemCard>
        </div>
      )}
      {history === null && problem === null && (
        <div className="editor-panel">
          <Waiting words="Reading what was printed…" />
        </div>
      )}
      {history?.isAlternate === true && (
        <p className="history-note dim">
          What runs here draws the whole screen itself, so there is nothing but its screen. Scroll in the program.
        </p>
      )}
      {history !== null && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys.
        <section ref={list} className="history-lines" aria-label="What was printed" tabIndex={0}>
          <HistoryLines lines={lines} matches={matches} current={current} />
        </section>
      )}
    </section>
  );
}

interface HistoryLinesProps {
  readonly lines: readonly string[];
  readonly matches: readonly HistoryMatch[];
  readonly current: number | null;
}

/** Lines without a match are drawn as one text, because there may be thousands. */
function HistoryLines({ lines, matches, current }: HistoryLinesProps) {
  const runs = useMemo(() => {
    const byLine = new Map<number, { first: number; matches: HistoryMatch[] }>();
    for (const [index, match] of matches.entries()) {
      const known = byLine.get(match.line);
      if (known === undefined) byLine.set(match.line, { first: index, matches: [match] });
      else known.matches.push(match);
    }
    const parts: { key: number; text: string; found: { first: number; matches: readonly HistoryMatch[] } | null }[] =
      [];
    let from = 0;
    for (const [line, found] of byLine) {
      if (line > from) parts.push({ key: from, text: `${lines.slice(from, line).join('\n')}\n`, found: null });
      parts.push({ key: line, text: lines[line] ?? '', found });
      from = line + 1;
    }
    if (from < lines.length) parts.push({ key: from, text: lines.slice(from).join('\n'), found: null });
    return parts;
  }, [lines, matches]);
  return (
    <pre>
      {runs.map(({ key, text, found }) => (
        <span key={key}>
          {found === null
            ? text
            : piecesOf(text, found.matches ?? nowhere, found.first).map((piece, index) =>
                piece.match === null ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a line have nothing else, and never move.
                  <span key={index}>{piece.text}</span>
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                  <mark key={index} data-current={piece.match === current || undefined}>
                    {piece.text}
                  </mark>
                ),
              )}
          {found !== null && '\n'}
        </span>
      ))}
    </pre>
  );
}
