import type { Client, NextAuthHandler } from 'ssh2';
import type { Failure } from '../../../contract/failure.ts';
import type { StageTimer } from '../attempt/stage-timer.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import { failureOf } from '../failure-causes.ts';
import { plainText } from '../plain-text.ts';
import type { HostQuestion } from './host-question.ts';
import type { LoginContext, LoginMethod } from './login-method.ts';

/** More steps than any host asks for; one that takes every step for one of many is not believed. */
const maxSteps = 6;

/** What the login tells the handshake that it is a part of. */
export interface LoginHooks {
  fail(failure: Failure): void;
  /** A bug: nothing that a user could do something about. */
  reject(error: unknown): void;
  readonly timer: Pick<StageTimer, 'enter' | 'extend' | 'stop'>;
  /** Aborts when the handshake is over, however it ended. */
  readonly signal: AbortSignal;
}

type RefusalHandler = (protocol: unknown, allowed: readonly string[], isPartial: boolean) => void;

/** The parts of an ssh2 1.17 client that its types leave out; the package is pinned to that version. */
interface ClientInternals {
  readonly _protocol?: { readonly _handlers?: { USERAUTH_FAILURE?: RefusalHandler } };
}

/** From the first offered method to the last step that the host asks for. Used once. */
export class Login implements LoginContext {
  /** A question stands; whoever hangs up now has waited for its answer. */
  isAsking = false;
  readonly #options: ConnectionOptions;
  readonly #hooks: LoginHooks;
  readonly #startedAtMs: number;
  readonly #accepted: LoginMethod[] = [];
  #current: LoginMethod | null = null;
  /** What the host said to the current method; null before it did, and when the method ended before the host saw it. */
  #allowed: readonly string[] | null = null;
  #next: NextAuthHandler = () => {};

  constructor(options: ConnectionOptions, hooks: LoginHooks) {
    this.#options = options;
    this.#hooks = hooks;
    this.#startedAtMs = options.clock.nowMs();
  }

  /** Listens to a client that was told to connect. */
  attach(client: Client): void {
    client.on('change password', () => this.#failWith('password-expired'));
    const handlers = (client as unknown as ClientInternals)._protocol?._handlers;
    const original = handlers?.USERAUTH_FAILURE;
    if (handlers === undefined || original === undefined) throw new Error('ssh2 is not the version it is pinned to.');
    // ssh2 does not tell what a host said to an agent's key, and takes a partial success for a refusal of that key.
    handlers.USERAUTH_FAILURE = (protocol, allowed, isPartial) => {
      this.#allowed = allowed;
      if (isPartial) this.run(() => this.#onAccepted(allowed));
      else original(protocol, allowed, isPartial);
    };
  }

  /** Asked by ssh2 after the key check, and again when the host turned a method down. */
  offer(next: NextAuthHandler): void {
    this.#next = next;
    this.run(() => (this.#current === null ? this.#begin(this.#options.credentials.first) : this.#onRefused()));
  }

  /** The failure when the login ran out of time and it is not the host's doing; else null. */
  explainTimeout(): Failure | null {
    return this.#current?.explainTimeout() ?? null;
  }

  /**
   * The host ends the connection over what it was offered last, as one with `MaxAuthTries 1` does. Whether that was a secret:
   * then the failure is the one of its rejection, or the wrong one would be offered for ever.
   */
  explainEnd(): boolean {
    const method = this.#current;
    if (method === null || method.name === 'publickey') return false;
    this.run(async () => {
      this.fail((await method.explainRejection()) ?? failureOf('too-many-attempts', this.#options.profile));
    });
    return true;
  }

  async ask(question: HostQuestion): Promise<readonly string[] | null> {
    const { profile, questions, clock, timings } = this.#options;
    const { timer, signal } = this.#hooks;
    timer.stop();
    this.isAsking = true;
    const tooLate = new AbortController();
    const stopTimer = clock.after(timings.answerMs, () => tooLate.abort());
    const expiresAtMs = this.#startedAtMs + timings.loginGraceMs;
    // A host on the way to another one asks too, so each question names who asks, as OpenSSH's does.
    const who = `${profile.user}@${profile.address}`;
    const title = question.title === '' ? who : `${who}: ${question.title}`;
    const answers = await questions.ask({ ...question, title, expiresAtMs }, AbortSignal.any([signal, tooLate.signal]));
    stopTimer();
    this.isAsking = false;
    if (answers !== null) timer.extend(timings.loginGraceMs);
    else this.#failWith(tooLate.signal.aborted ? 'question-unanswered' : 'question-declined');
    return answers;
  }

  run(work: () => Promise<void>): void {
    work().catch((error: unknown) => this.#hooks.reject(error));
  }

  fail(failure: Failure): void {
    this.#hooks.fail(failure);
  }

  async #begin(method: LoginMethod): Promise<void> {
    if (this.#hooks.signal.aborted) return;
    // Somebody may be asked for a secret or for leave to read it, which the host does not see and waits for no longer than this.
    this.#hooks.timer.extend(this.#options.timings.loginGraceMs);
    const prepared = await method.prepare(this);
    if (this.#hooks.signal.aborted) return;
    if (!prepared.ok) {
      this.fail(prepared.failure);
      return;
    }
    this.#current = method;
    this.#allowed = null;
    if (method.isSlow) this.#hooks.timer.extend(this.#options.timings.loginGraceMs);
    else this.#hooks.timer.enter('auth');
    this.#options.onOffer?.(prepared.value.type);
    this.#next(prepared.value);
  }

  async #onRefused(): Promise<void> {
    const method = this.#current;
    if (method === null) return;
    const allowed = this.#allowed;
    const isRuledOut = allowed !== null && !allowed.includes(method.name);
    const other = isRuledOut ? this.#options.credentials.insteadOf(method, allowed) : null;
    if (other) await this.#begin(other);
    else if (isRuledOut && this.#accepted.length === 0) this.#failWith('method-not-allowed');
    else {
      const failure = await method.explainRejection();
      if (failure) this.fail({ ...failure, detail: failure.detail ?? this.#allowedText() });
      else await this.#begin(method);
    }
  }

  async #onAccepted(allowed: readonly string[]): Promise<void> {
    if (this.#current === null) return;
    this.#current.onAccepted();
    this.#accepted.push(this.#current);
    const isEnough = this.#accepted.length < maxSteps;
    const next = isEnough ? await this.#options.credentials.after(this.#accepted, allowed) : null;
    if (next) await this.#begin(next);
    else this.#failWith('second-step-needed');
  }

  #failWith(cause: Parameters<typeof failureOf>[0]): void {
    this.fail(failureOf(cause, this.#options.profile, { detail: this.#allowedText() }));
  }

  /** The names are the host's, and shown as detail. */
  #allowedText(): string | null {
    return this.#allowed === null ? null : plainText(`The server allows: ${this.#allowed.join(', ')}`);
  }
}
