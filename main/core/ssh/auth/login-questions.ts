import { randomUUID } from 'node:crypto';
import type { LoginQuestion } from '../../../contract/hosts.ts';

/** What is asked; already cleaned, for it is shown as it is. */
export type AskedQuestion = Omit<LoginQuestion, 'id'>;

/** The answers, one per prompt; null when whoever was asked gave up, or nobody needs them any more. */
export type LoginAnswers = readonly string[] | null;

interface OpenQuestion {
  readonly question: LoginQuestion;
  readonly settle: (answers: LoginAnswers) => void;
}

/**
 * What a host asks during a login, between the attempt that waits for it and whoever can answer it. There is one for each
 * link, so that a question is found wherever its attempt runs. Answers pass through and are not kept.
 */
export class LoginQuestions {
  readonly #listeners = new Set<() => void>();
  /** Oldest first. A second attempt may ask while the first one's question still stands. */
  #open: readonly OpenQuestion[] = [];

  /** Asks, and resolves with the answers; with null when they are given up or `signal` aborts. Never rejects. */
  ask(asked: AskedQuestion, signal: AbortSignal): Promise<LoginAnswers> {
    if (signal.aborted) return Promise.resolve(null);
    return new Promise((resolve) => {
      const question = { ...asked, id: randomUUID() };
      const onAbort = () => settle(null);
      const settle = (answers: LoginAnswers) => {
        signal.removeEventListener('abort', onAbort);
        this.#open = this.#open.filter((open) => open.question.id !== question.id);
        resolve(answers);
        this.#tell();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#open = [...this.#open, { question, settle }];
      this.#tell();
    });
  }

  /** The question to be answered first; null when nothing is asked. */
  current(): LoginQuestion | null {
    return this.#open[0]?.question ?? null;
  }

  /** Hands over one answer per prompt, null to give up; false when this is not asked (any more) or the count is another. */
  answer(id: string, answers: LoginAnswers): boolean {
    const open = this.#open.find(({ question }) => question.id === id);
    if (open === undefined) return false;
    if (answers !== null && answers.length !== open.question.prompts.length) return false;
    open.settle(answers);
    return true;
  }

  /** Calls the listener after every change of `current`; the returned function unsubscribes. */
  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
