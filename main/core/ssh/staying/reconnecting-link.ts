import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { Failure, Result } from '../../../contract/failure.ts';
import { fail, succeed } from '../../../contract/failure.ts';
import type { Diagnosis, LinkEvent as DiaryEvent, HostStatus } from '../../../contract/hosts.ts';
import type { Profile } from '../../../contract/profiles.ts';
import type { Clock } from '../../ports.ts';
import { type AttemptWatch, unwatched } from '../attempt/attempt-watch.ts';
import type { LoginQuestions } from '../auth/login-questions.ts';
import type { SshConnection } from '../connection/connection.ts';
import { failureOf } from '../failure-causes.ts';
import type { CommandChannel, ConnectOptions, Link, TerminalChannel, TerminalOptions } from '../link.ts';
import { LinkLostError } from '../link.ts';
import type { LinkTimings } from '../timings.ts';
import { LinkDiary } from './link-diary.ts';
import type { LinkCommand, LinkEvent, LinkModel } from './link-machine.ts';
import { initialLink, isKeptUp, stepLink } from './link-machine.ts';
import { keepDiary, noteQuestion, replacedMessage, watchForDiary, wokeMessage } from './link-story.ts';
import { TerminalPool } from './terminal-pool.ts';
import { checkAfterWake } from './wake-check.ts';

/** What the driver works with. */
export interface ReconnectingLinkOptions {
  readonly profile: Profile;
  /** What the host is called at the moment. */
  readonly name: () => string;
  readonly attempt: (signal: AbortSignal, watch: AttemptWatch) => Promise<Result<SshConnection>>;
  /** Where the questions of the host's logins stand. */
  readonly questions: Pick<LoginQuestions, 'current' | 'answer' | 'onDidChange'>;
  /** Tries the way beside the link, which hears what of that is about it too; `timeline` is what happened to it so far. */
  readonly diagnose: (
    signal: AbortSignal,
    timeline: readonly DiaryEvent[],
    watch: Pick<AttemptWatch, 'onHostKeys'>,
  ) => Promise<Diagnosis>;
  /** Takes out of a sentence what the timeline must not tell. */
  readonly clean: (sentence: string) => string;
  readonly clock: Clock;
  readonly timings: LinkTimings;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/** The handle that everybody holds: it feeds the state machine and does what that decides. */
export class ReconnectingLink implements Link {
  readonly #options: ReconnectingLinkOptions;
  readonly #listeners = new Set<(status: HostStatus) => void>();
  /** Those who asked to connect and wait for the first outcome. */
  readonly #askers = new Set<(outcome: Result<HostStatus>) => void>();
  readonly #diary: LinkDiary;
  readonly #watch: AttemptWatch;
  readonly #stopListening: () => void;
  #model: LinkModel;
  #connection: SshConnection | null = null;
  #terminals: TerminalPool | null = null;
  #dialling: AbortController | null = null;
  #closing: Promise<void> = Promise.resolve();
  #lastHeardAtMs: number | null = null;
  #stopTimer = () => {};
  #questionId: string | null = null;
  #isCheckingWake = false;
  #isDisposed = false;

  constructor(options: ReconnectingLinkOptions) {
    this.#options = options;
    this.#model = initialLink(options.clock.nowMs());
    this.#diary = new LinkDiary(options.clock, options.clean);
    this.#watch = watchForDiary(this.#diary, () => this.#emit());
    this.#stopListening = options.questions.onDidChange(() => this.#onQuestion());
  }

  get profileId(): string {
    return this.#options.profile.id;
  }

  status(): HostStatus {
    const { state, sinceMs, nextAttemptAtMs, dialCount, failure } = this.#model;
    const nowMs = this.#options.clock.nowMs();
    const heardAtMs = this.#connection?.lastHeardAtMs ?? this.#lastHeardAtMs;
    return {
      profileId: this.profileId,
      state,
      // Nothing happened in the future; a clock that was set back would say so.
      sinceMs: Math.min(sinceMs, nowMs),
      lastHeardAtMs: heardAtMs === null ? null : Math.min(heardAtMs, nowMs),
      roundTripMs: this.#connection?.roundTripMs ?? null,
      nextAttemptAtMs,
      attemptCount: dialCount,
      eventNumber: this.#diary.lastNumber,
      failure,
      question: this.#options.questions.current(),
    };
  }

  onDidChangeStatus(listener: (status: HostStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  connect({ isKept = false }: ConnectOptions = {}): Promise<Result<HostStatus>> {
    if (this.#isDisposed) return Promise.resolve(this.#disconnected());
    if (this.#model.state === 'connected') return Promise.resolve(succeed(this.status()));
    return new Promise((resolve) => {
      this.#askers.add(resolve);
      this.#dispatch({ type: 'connect-asked', isKept });
    });
  }

  whenConnected(waitMs: number): Promise<Result<HostStatus>> {
    return new Promise((resolve) => {
      const look = () => {
        const { state, failure } = this.#model;
        if (state === 'connected') settle(succeed(this.status()));
        else if (state === 'failed' && failure) settle({ ok: false, failure });
        else if (state === 'disconnected') settle(this.#disconnected());
      };
      const settle = (outcome: Result<HostStatus>) => {
        stopTimer();
        stopListening();
        resolve(outcome);
      };
      const stopTimer = this.#options.clock.after(waitMs, () => settle(this.#stillTrying()));
      const stopListening = this.onDidChangeStatus(look);
      look();
    });
  }

  wake(): void {
    if (isKeptUp(this.#model)) this.#diary.note('woke', wokeMessage);
    const connection = this.#connection;
    if (connection && this.#model.state === 'connected') void this.#checkAfterWake(connection);
    // Whoever types an answer would lose it with the attempt; one that died is noticed when the answer is given.
    else if (this.#options.questions.current() === null) this.#dispatch({ type: 'woke' });
  }

  async disconnect(): Promise<void> {
    this.#dispatch({ type: 'disconnect-asked' });
    await this.#closing;
  }

  answer(questionId: string, answers: readonly string[] | null): boolean {
    return this.#options.questions.answer(questionId, answers);
  }

  timeline(): readonly DiaryEvent[] {
    return this.#diary.events();
  }

  diagnose(signal: AbortSignal): Promise<Diagnosis> {
    return this.#options.diagnose(signal, this.timeline(), this.#watch);
  }

  async exec(command: string, options: { readonly signal?: AbortSignal } = {}): Promise<CommandChannel> {
    return await this.#current().exec(command, options.signal);
  }

  async terminal(command: string, options: TerminalOptions): Promise<TerminalChannel> {
    if (!this.#terminals) throw this.#noLink();
    return await this.#terminals.open(command, options);
  }

  async forward(host: string, port: number): Promise<Duplex> {
    return await this.#current().forward(host, port);
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.disconnect();
    this.#stopListening();
    this.#listeners.clear();
  }

  #current(): SshConnection {
    if (!this.#connection) throw this.#noLink();
    return this.#connection;
  }

  #noLink(): LinkLostError {
    return new LinkLostError(`There is no link to ${this.#options.name()}.`);
  }

  #dispatch(event: LinkEvent): void {
    const before = this.#model;
    const { clock, timings } = this.#options;
    const circumstances = { nowMs: clock.nowMs(), random: Math.random(), timings };
    const { model, commands } = stepLink(before, event, circumstances);
    this.#model = model;
    for (const command of commands) this.#perform(command);
    if (model === before) return;
    this.#log(before, model);
    keepDiary(this.#diary, event, before, model, clock.nowMs());
    this.#settleAskers(event);
    this.#emit();
  }

  #perform(command: LinkCommand): void {
    switch (command.type) {
      case 'dial':
        this.#dial();
        break;
      case 'abandon-dial':
        this.#dialling?.abort(new Error('The attempt is not wanted any more.'));
        this.#dialling = null;
        break;
      case 'close':
        this.#closing = this.#release()?.close() ?? Promise.resolve();
        break;
      case 'start-timer':
        this.#stopTimer = this.#options.clock.after(command.delayMs, () => this.#dispatch({ type: 'timer-fired' }));
        break;
      case 'stop-timer':
        this.#stopTimer();
        break;
    }
  }

  #dial(): void {
    const dialling = new AbortController();
    this.#dialling = dialling;
    const isWanted = () => {
      if (this.#dialling !== dialling) return false;
      this.#dialling = null;
      return true;
    };
    this.#options.attempt(dialling.signal, this.#watch).then(
      (attempt) => {
        if (!isWanted()) {
          if (attempt.ok) void attempt.value.close();
        } else if (attempt.ok) {
          this.#adopt(attempt.value);
        } else {
          this.#dispatch({ type: 'attempt-failed', failure: attempt.failure });
        }
      },
      (error: unknown) => {
        this.#options.logger.error({ err: error, profileId: this.profileId }, 'An attempt to connect broke');
        const failure = failureOf('tcp-failed', this.#options.profile, { detail: String(error) });
        if (isWanted()) this.#dispatch({ type: 'attempt-failed', failure });
      },
    );
  }

  #adopt(connection: SshConnection): void {
    this.#connection = connection;
    connection.onDidMeasure = () => this.#emit();
    void connection.lost.then((failure) => this.#onLost(connection, failure));
    void connection.hurrySmallPackets();
    // The timeline tells of the link; what else there is to be told comes of either.
    const watch: AttemptWatch = { ...unwatched, onHostKeys: (change) => this.#watch.onHostKeys(change) };
    const attempt = (signal: AbortSignal) => this.#options.attempt(signal, watch);
    this.#terminals = new TerminalPool(connection, { attempt, clock: this.#options.clock });
    this.#dispatch({ type: 'opened' });
  }

  #onLost(connection: SshConnection, failure: Failure): void {
    if (this.#connection !== connection) return;
    this.#release();
    this.#dispatch({ type: 'lost', failure });
  }

  /** Lets go of the connection; from now on nothing it says matters. */
  #release(): SshConnection | null {
    const connection = this.#connection;
    this.#connection = null;
    this.#terminals?.close();
    this.#terminals = null;
    if (connection) {
      connection.onDidMeasure = () => {};
      this.#lastHeardAtMs = connection.lastHeardAtMs;
    }
    return connection;
  }

  async #checkAfterWake(connection: SshConnection): Promise<void> {
    if (this.#isCheckingWake) return;
    this.#isCheckingWake = true;
    try {
      const { clock, timings, profile } = this.#options;
      const attempt = (signal: AbortSignal) => this.#options.attempt(signal, this.#watch);
      const verdict = await checkAfterWake(connection, attempt, clock, timings);
      const isCurrent = this.#connection === connection;
      if (verdict.kind === 'replaced' && !isCurrent) void verdict.connection.close();
      if (verdict.kind === 'alive' || !isCurrent) return;
      this.#onLost(connection, failureOf('silent', profile));
      void connection.close();
      if (verdict.kind === 'replaced') {
        this.#diary.note('replaced', replacedMessage);
        this.#adopt(verdict.connection);
      }
    } catch (error) {
      // The heartbeat goes on, and finds out what this did not.
      this.#options.logger.error({ err: error, profileId: this.profileId }, 'A look at the link after waking broke');
    } finally {
      this.#isCheckingWake = false;
    }
  }

  #onQuestion(): void {
    const question = this.#options.questions.current();
    if (question && question.id !== this.#questionId) noteQuestion(this.#diary, question);
    this.#questionId = question?.id ?? null;
    this.#emit();
  }

  #settleAskers(event: LinkEvent): void {
    if (event.type === 'opened') this.#answerAskers(succeed(this.status()));
    else if (event.type === 'attempt-failed') this.#answerAskers({ ok: false, failure: event.failure });
    else if (event.type === 'disconnect-asked') this.#answerAskers(this.#disconnected());
  }

  #answerAskers(outcome: Result<HostStatus>): void {
    const askers = [...this.#askers];
    this.#askers.clear();
    for (const answer of askers) answer(outcome);
  }

  #disconnected(): Result<never> {
    const name = this.#options.name();
    return fail('disconnected', 'session', `There is no link to ${name}.`, 'Connect first.');
  }

  #stillTrying(): Result<never> {
    const { failure } = this.#model;
    if (failure) return { ok: false, failure };
    const name = this.#options.name();
    return fail('timed-out', 'session', `${name} is still being connected to.`, 'Wait a moment and try again.');
  }

  #emit(): void {
    const status = this.status();
    for (const listener of this.#listeners) listener(status);
  }

  #log(before: LinkModel, after: LinkModel): void {
    if (before.state === after.state) return;
    const { failure } = after;
    const facts = { profileId: this.profileId, from: before.state, to: after.state };
    if (failure) this.#options.logger.warn({ ...facts, kind: failure.kind, stage: failure.stage }, failure.message);
    else this.#options.logger.info(facts, 'The link changed its state');
  }
}
