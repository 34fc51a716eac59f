import type { FakeProgram, FakeTerminal } from './fake-terminal.ts';

/** What a fake agent tells of itself. */
export interface FakeAgentParts {
  readonly terminal: FakeTerminal;
  readonly path: string;
  readonly onState: (state: 'working' | 'done', detail: string | null) => void;
  readonly onExit: (code: number) => void;
}

/** A program that looks like Claude Code: a test lets it ask, work and finish; keys answer it as they would answer that one. */
export interface FakeAgent extends FakeProgram {
  readonly work: (what: string) => void;
  readonly ask: (question: string) => void;
  readonly finish: (answer: string) => void;
  /** What it was told and took, in turn. */
  readonly heard: readonly string[];
}

const choices = ['1. Yes', '2. Yes, and do not ask again', '3. No, and say what to do instead'];

/** Starts one at its prompt. */
export function startFakeAgent({ terminal, path, onState, onExit }: FakeAgentParts): FakeAgent {
  const heard: string[] = [];
  let draft = '';
  let phase: 'prompt' | 'working' | 'asking' = 'prompt';
  let interruptCount = 0;
  const prompt = () => {
    phase = 'prompt';
    draft = '';
    terminal.print('\u001b[?2004h\r\n\u001b[2m─────────────────────────────\u001b[0m\r\n❯ ');
  };
  const work = (what: string) => {
    phase = 'working';
    terminal.print(`\r\n\u001b[35m✻ ${what}…\u001b[0m \u001b[2m(esc to interrupt)\u001b[0m\r\n`);
  };
  const begin = (what: string) => {
    work(what);
    onState('working', what);
  };
  const interrupt = () => {
    terminal.print('\r\n  ⎿ Interrupted · What should Claude do instead?\r\n');
    prompt();
    onState('done', null);
  };
  const answer = (key: string) => {
    if (key === '3' || key === 'n' || key === '\u001b') interrupt();
    else if (['1', '2', 'y', '\r'].includes(key)) begin('Going on');
  };
  const take = () => {
    if (draft.trim() === '') return;
    heard.push(draft);
    terminal.print('\r\n');
    begin('Thinking');
  };

  terminal.print(`\u001b[1m✻ Welcome to Claude Code!\u001b[0m\r\n\r\n  cwd: ${path}\r\n`);
  prompt();
  return {
    heard,
    work,
    ask(question) {
      phase = 'asking';
      const [first = '', ...others] = choices;
      const rest = others.map((choice) => `  ${choice}`).join('\r\n');
      terminal.print(`\r\n${question}\r\nDo you want to proceed?\r\n\u001b[36m❯ ${first}\u001b[0m\r\n${rest}\r\n`);
    },
    finish(text) {
      terminal.print(`\r\n● ${text.replaceAll('\n', '\r\n')}\r\n`);
      prompt();
    },
    press(key) {
      interruptCount = key === '\u0003' ? interruptCount + 1 : 0;
      if (interruptCount === 2) return onExit(0);
      if (phase === 'asking') answer(key);
      else if (phase === 'working') {
        if (key === '\u001b' || key === '\u0003') interrupt();
      } else if (key === '\r') take();
      else if (key === '\u007f') {
        if (draft !== '') terminal.print('\b \b');
        draft = Array.from(draft).slice(0, -1).join('');
      } else if (!key.startsWith('\u001b') && key >= ' ') {
        draft += key;
        terminal.print(key);
      }
    },
    paste(text) {
      if (phase !== 'prompt') return;
      draft += text;
      terminal.print(text.replaceAll('\n', '\r\n'));
    },
    draft: () => (phase === 'prompt' ? draft : ''),
  };
}
