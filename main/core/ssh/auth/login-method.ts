import type { AnyAuthMethod } from 'ssh2';
import type { Failure, Result } from '../../../contract/failure.ts';
import type { HostQuestion } from './host-question.ts';
import type { LoginAnswers } from './login-questions.ts';

/** The names of login methods on the wire that Berth can do. */
export type MethodName = 'publickey' | 'password' | 'keyboard-interactive';

/** What a method may do while the login waits for it. */
export interface LoginContext {
  /** Puts a question of the host; null when the login is over, which has been told then. */
  ask(question: HostQuestion): Promise<LoginAnswers>;
  /** Does a piece of work that nobody awaits; a bug in it ends the login. */
  run(work: () => Promise<void>): void;
  /** Ends the login. */
  fail(failure: Failure): void;
}

/** One way of proving to a host who logs in. Made for one login. */
export interface LoginMethod {
  readonly name: MethodName;
  /** Whether somebody may have to do something elsewhere (a phone, a token) before the host answers. */
  readonly isSlow: boolean;
  /** What is offered; or why it cannot be, which ends the login. */
  prepare(context: LoginContext): Promise<Result<AnyAuthMethod>>;
  /** The failure after the host turned it down; null when it is worth being offered once more. */
  explainRejection(): Promise<Failure | null>;
  /** The failure when the login ran out of time and it is not the host's doing; else null. */
  explainTimeout(): Failure | null;
  /** The host took it as one step of several. */
  onAccepted(): void;
}
