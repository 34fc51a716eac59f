import type { Session, SessionKey } from '../../../main/contract/session-words.ts';

/** What an answer means, where its words say so. */
type AnswerSense = 'approve' | 'refuse';

/** A key that answers what a program asks, and what stands beside it on the screen. */
export interface QuickAnswer {
  readonly label: string;
  readonly keys: readonly SessionKey[];
  readonly sense: AnswerSense | null;
}

/** A numbered choice, with the mark of the chosen one and the frame around it. */
const choice = /^[\s│┃|]*([❯›>▶●*]\s*)?([1-4])[.)]\s+(\S.*?)[\s│┃|]*$/;
/** So many of the last lines are what is asked now. */
const askedLines = 25;
const labelLength = 48;
const approving = /^(yes|allow|approve|accept|proceed)\b/i;
/** What holds for more than this one question is nobody's usual answer. */
const lasting = /\b(?:always|don.?t ask|do not ask|all|session|any|auto\w*)\b/i;
const refusing = /^(no|deny|reject|refuse|cancel)\b/i;

const yesOrNo: readonly QuickAnswer[] = [
  { label: 'Yes (y)', keys: ['y', 'Enter'], sense: 'approve' },
  { label: 'No (n)', keys: ['n', 'Enter'], sense: 'refuse' },
];

function senseOf(words: string): AnswerSense | null {
  if (refusing.test(words)) return 'refuse';
  return approving.test(words) && !lasting.test(words) ? 'approve' : null;
}

interface Question {
  readonly answers: readonly QuickAnswer[];
  /** One choice is marked as the one that Enter takes, so it is no list that merely has numbers. */
  readonly isMarked: boolean;
}

function questionOn(screen: string): Question {
  const lines = screen.trimEnd().split('\n').slice(-askedLines);
  const found = new Map<SessionKey, QuickAnswer>();
  let isMarked = false;
  for (const line of lines) {
    const [, mark, digit, words] = choice.exec(line) ?? [];
    if (digit === undefined || words === undefined) continue;
    // A list that begins anew is the one that is asked now.
    if (digit === '1') {
      found.clear();
      isMarked = false;
    }
    isMarked ||= mark !== undefined;
    const key = digit as SessionKey;
    const told = words.length > labelLength ? `${words.slice(0, labelLength - 1)}…` : words;
    found.set(key, { label: `${key} ${told}`, keys: [key], sense: senseOf(words) });
  }
  if (found.size > 1) return { answers: [...found.values()], isMarked };
  const asksForLetter = lines.slice(-4).some((line) => /[([]y\/n[)\]]/i.test(line));
  return { answers: asksForLetter ? yesOrNo : [], isMarked: asksForLetter };
}

/** The answers that stand on a screen: numbered choices, or a (y/n); none where nothing of that is seen. */
export function answersOn(screen: string): readonly QuickAnswer[] {
  return questionOn(screen).answers;
}

/**
 * The one answer on a screen that approves just this once. Null where the screen shows no question with a marked choice, or
 * where more than one answer could be meant: then somebody has to look.
 */
export function approvalOn(screen: string): QuickAnswer | null {
  return onlyAnswer(screen, 'approve');
}

/** The one answer on a screen that refuses; null as with an approval. */
export function refusalOn(screen: string): QuickAnswer | null {
  return onlyAnswer(screen, 'refuse');
}

function onlyAnswer(screen: string, sense: AnswerSense): QuickAnswer | null {
  const { answers, isMarked } = questionOn(screen);
  const [first, ...others] = answers.filter((answer) => answer.sense === sense);
  return isMarked && first !== undefined && others.length === 0 ? first : null;
}

/** What interrupts a program: agents stop their turn at Escape, anything else at Control-C. */
export function interruptKeys({ kind, agent }: Pick<Session, 'kind' | 'agent'>): readonly SessionKey[] {
  return kind === 'agent' && agent !== 'other' && agent !== null ? ['Escape'] : ['C-c'];
}
