import type { AnyAuthMethod } from 'ssh2';
import type { Failure, Result } from '../../../contract/failure.ts';
import { succeed } from '../../../contract/failure.ts';
import type { Profile } from '../../../contract/profiles.ts';
import { failureOf } from '../failure-causes.ts';
import { asksForPassword, maxPrompts, type RawPrompt, toHostQuestion } from './host-question.ts';
import type { LinkSecrets } from './link-secrets.ts';
import type { LoginContext, LoginMethod } from './login-method.ts';
import type { LoginAnswers } from './login-questions.ts';

/** One request of the host. */
interface Asked {
  readonly title: string;
  readonly instruction: string;
  readonly prompts: readonly RawPrompt[];
}

/** A changed password takes four; nobody is asked without end. */
const maxRounds = 10;
/** As often as OpenSSH asks (NumberOfPasswordPrompts). */
const maxTries = 3;

/**
 * Keyboard-interactive: whatever the host asks is asked of the user, but for the login password when it is known. Of a
 * profile that names the password as its way, a wrong one is asked for by the failure and not by a question.
 */
export class InteractiveMethod implements LoginMethod {
  readonly name = 'keyboard-interactive';
  readonly isSlow = true;
  readonly #profile: Profile;
  readonly #secrets: LinkSecrets;
  #tryCount = 0;
  #roundCount = 0;
  #isAsking = false;
  #hasOfferedPassword = false;
  /** What the host heard last in this try. */
  #lastAnswer: 'nothing' | 'password' | 'answers' = 'nothing';
  /** What the next question is told with. */
  #note: string | null = null;

  constructor(profile: Profile, secrets: LinkSecrets) {
    this.#profile = profile;
    this.#secrets = secrets;
  }

  async prepare(context: LoginContext): Promise<Result<AnyAuthMethod>> {
    this.#tryCount += 1;
    this.#roundCount = 0;
    this.#lastAnswer = 'nothing';
    return succeed({
      type: this.name,
      username: this.#profile.user,
      prompt: (title, instruction, _language, prompts, finish) =>
        context.run(() => this.#respond(context, { title, instruction, prompts }, finish)),
    });
  }

  async explainRejection(): Promise<Failure | null> {
    if (this.#lastAnswer === 'nothing') return failureOf('nothing-asked', this.#profile);
    if (this.#lastAnswer === 'password') {
      const failure = await this.#forgetPassword();
      if (failure) return failure;
    } else this.#note = `${this.#profile.address} did not accept the answers.`;
    return this.#tryCount < maxTries ? null : failureOf('answers-rejected', this.#profile);
  }

  explainTimeout(): Failure | null {
    return null;
  }

  onAccepted(): void {
    this.#note = null;
  }

  async #respond(context: LoginContext, asked: Asked, finish: (answers: string[]) => void): Promise<void> {
    this.#roundCount += 1;
    // A host that asks again before it has the answer breaks the protocol.
    if (this.#isAsking || this.#roundCount > maxRounds || asked.prompts.length > maxPrompts) {
      context.fail(failureOf('asks-too-much', this.#profile));
      return;
    }
    this.#isAsking = true;
    const answers = await this.#answersTo(context, asked);
    this.#isAsking = false;
    if (answers !== null) finish([...answers]);
  }

  /** The known password or what the user says; null when the login is over. */
  async #answersTo(context: LoginContext, { title, instruction, prompts }: Asked): Promise<LoginAnswers> {
    if (asksForPassword(toHostQuestion(title, instruction, prompts, null))) {
      const password = this.#hasOfferedPassword ? null : await this.#secrets.read(this.#profile, 'password');
      if (password !== null) {
        this.#hasOfferedPassword = true;
        this.#lastAnswer = 'password';
        return [password];
      }
      // Asked for the same again, the host has not liked it.
      const failure = this.#lastAnswer === 'password' ? await this.#forgetPassword() : null;
      if (failure) {
        context.fail(failure);
        return null;
      }
    }
    const answers = await context.ask(toHostQuestion(title, instruction, prompts, this.#note));
    if (answers !== null) {
      this.#note = null;
      this.#lastAnswer = 'answers';
    }
    return answers;
  }

  /** The failure that asks for it anew, where the password is the way of the profile. */
  async #forgetPassword(): Promise<Failure | null> {
    await this.#secrets.forget(this.#profile, 'password');
    if (this.#profile.authMethod === 'password') {
      return failureOf('password-rejected', this.#profile, { secretKind: 'password' });
    }
    this.#note = `${this.#profile.address} did not accept the remembered password.`;
    return null;
  }
}
