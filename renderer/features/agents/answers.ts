import type { AgentKind, Session, SessionKey } from '../../../main/contract/session-words.ts';

/** A key that answers what a program asks, and what it says. */
export interface QuickAnswer {
  readonly label: string;
  readonly keys: readonly SessionKey[];
}

const yesOf: Readonly<Record<AgentKind, readonly QuickAnswer[]>> = {
  'claude-code': [
    { label: 'Approve (1)', keys: ['1'] },
    { label: 'Always (2)', keys: ['2'] },
    { label: 'Refuse (Esc)', keys: ['Escape'] },
  ],
  codex: [
    { label: 'Approve (y)', keys: ['y'] },
    { label: 'Refuse (Esc)', keys: ['Escape'] },
  ],
  gemini: [
    { label: 'Approve (1)', keys: ['1'] },
    { label: 'Always (2)', keys: ['2'] },
    { label: 'Refuse (Esc)', keys: ['Escape'] },
  ],
  opencode: [
    { label: 'Approve (Enter)', keys: ['Enter'] },
    { label: 'Refuse (Esc)', keys: ['Escape'] },
  ],
  other: [
    { label: 'Yes (y)', keys: ['y', 'Enter'] },
    { label: 'No (n)', keys: ['n', 'Enter'] },
    { label: 'Enter', keys: ['Enter'] },
  ],
};

/** What an agent of this kind takes as an answer where its screen is not known; the first one approves. */
export function usualAnswers(agent: AgentKind | null): readonly QuickAnswer[] {
  return yesOf[agent ?? 'other'];
}

/** A numbered choice, with the mark of the chosen one and the frame around it. */
const choice = /^[\s│┃|]*(?:[❯›>▶●*]\s*)?([1-4])[.)]\s+(\S.*?)[\s│┃|]*$/;
/** So many of the last lines are what is asked now. */
const askedLines = 25;
const labelLength = 48;

/** The answers that stand on a screen: numbered choices, or a (y/n); else what its kind of agent usually takes. */
export function answersOn(screen: string, agent: AgentKind | null): readonly QuickAnswer[] {
  const lines = screen.trimEnd().split('\n').slice(-askedLines);
  const found = new Map<SessionKey, string>();
  for (const line of lines) {
    const [, digit, words] = choice.exec(line) ?? [];
    if (digit === undefined || words === undefined) continue;
    // A list that begins anew is the one that is asked now.
    if (digit === '1') found.clear();
    const key = digit as SessionKey;
    found.set(key, words.length > labelLength ? `${words.slice(0, labelLength - 1)}…` : words);
  }
  if (found.size > 1) return [...found].map(([key, words]) => ({ label: `${key} ${words}`, keys: [key] }));
  if (lines.slice(-4).some((line) => /[([]y\/n[)\]]/i.test(line))) return yesOf.other.slice(0, 2);
  return usualAnswers(agent);
}

/** What interrupts a program: agents stop their turn at Escape, anything else at Control-C. */
export function interruptKeys({ kind, agent }: Pick<Session, 'kind' | 'agent'>): readonly SessionKey[] {
  return kind === 'agent' && agent !== 'other' && agent !== null ? ['Escape'] : ['C-c'];
}
