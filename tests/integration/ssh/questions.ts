import type { LoginQuestion } from '../../../main/contract/hosts.ts';
import type { Link } from '../../../main/core/ssh/link.ts';
import { statusWhere } from './harness.ts';

/** The next question of a link's login. */
export async function questionOf(link: Link, after: LoginQuestion | null = null): Promise<LoginQuestion> {
  const { question } = await statusWhere(
    link,
    (status) => status.question !== null && status.question.id !== after?.id,
  );
  if (question === null) throw new Error('Nothing is asked.');
  return question;
}

/** Connects while questions are answered one after the other; tells what was asked, and the outcome. */
export async function connectAnswering(link: Link, answers: readonly (readonly string[] | null)[]) {
  const outcome = link.connect();
  const asked: LoginQuestion[] = [];
  for (const answer of answers) {
    const question = await questionOf(link, asked.at(-1) ?? null);
    asked.push(question);
    if (!link.answer(question.id, answer)) throw new Error(`The answer was not taken: ${question.prompts.length}`);
  }
  return { asked, outcome: await outcome };
}
