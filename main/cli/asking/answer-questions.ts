import type { CoreContract } from '../../contract/contract.ts';
import type { Client } from '../../contract/define.ts';
import type { LoginQuestion } from '../../contract/hosts.ts';
import type { KeyTurn } from './key-turn.ts';
import { askLine, type SecretInput } from './read-secret.ts';

/** The question of a host that was asked last. */
interface Asked {
  readonly id: string;
  readonly end: AbortController;
}

/** Where a person answers. */
interface AnsweringTerminal extends SecretInput {
  /** Left out, nobody else hears what is typed. */
  readonly keys?: KeyTurn;
}

type Hosts = Pick<Client<CoreContract>['hosts'], 'watch' | 'answer'>;

/** Runs a command; what its host asks while somebody logs in is asked at the terminal, and given up where there is none. */
export async function answeringQuestions<T>(
  client: { readonly hosts: Hosts },
  input: Readonly<Record<string, unknown>>,
  terminal: AnsweringTerminal,
  run: () => Promise<T>,
): Promise<T> {
  if (typeof input.profile !== 'string') return await run();
  const over = new AbortController();
  const watching = answerAll(client.hosts, terminal, over.signal);
  try {
    return await run();
  } finally {
    over.abort();
    await watching;
  }
}

async function answerAll(hosts: Hosts, terminal: AnsweringTerminal, signal: AbortSignal): Promise<void> {
  // By profile: a host and one on its way may ask at the same time.
  const asked = new Map<string, Asked>();
  let answered: Promise<void> = Promise.resolve();
  try {
    for await (const { profileId: profile, question } of hosts.watch({}, { signal })) {
      const last = asked.get(profile);
      // What is typed now would be the answer to another question.
      if (last !== undefined && last.id !== question?.id) last.end.abort();
      if (question === null || last?.id === question.id) continue;
      const end = new AbortController();
      asked.set(profile, { id: question.id, end });
      const isOver = AbortSignal.any([signal, end.signal, terminal.signal]);
      const before = answered;
      answered = before.then(() => answer(hosts, profile, question, { ...terminal, signal: isOver }));
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  await answered;
}

async function answer(
  hosts: Hosts,
  profile: string,
  question: LoginQuestion,
  terminal: AnsweringTerminal,
): Promise<void> {
  const { stdin, stderr, signal } = terminal;
  let answers: string[] | null = null;
  try {
    if (stdin.isTTY === true) answers = await ask(profile, question, terminal);
    else stderr.write('berth: The server asks a question, and nobody can be asked here; run this at a terminal.\n');
  } catch (error) {
    if (signal.aborted) return;
    throw error;
  }
  // One that came too late is told by the failure of the command itself.
  await hosts.answer({ profile, questionId: question.id, answers });
}

async function ask(profile: string, question: LoginQuestion, terminal: AnsweringTerminal): Promise<string[]> {
  const giveBack = terminal.keys?.borrow();
  try {
    return await askAll(profile, question, terminal);
  } finally {
    giveBack?.();
  }
}

async function askAll(profile: string, question: LoginQuestion, terminal: SecretInput): Promise<string[]> {
  const words = [`The server of ${profile} asks:`, question.title, question.instruction];
  terminal.stderr.write(`${words.filter((text) => text !== '').join('\n')}\n`);
  const answers: string[] = [];
  for (const { text, isEchoed } of question.prompts) answers.push(await askLine(`${text} `, terminal, isEchoed));
  return answers;
}
