import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import type { Failure, Result } from '../../../contract/failure.ts';
import { succeed } from '../../../contract/failure.ts';
import { Login } from '../auth/login.ts';
import { classifyError, classifyFarewell, timeoutCauses } from '../classify-error.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import type { Cause } from '../failure-causes.ts';
import { failureOf } from '../failure-causes.ts';
import type { HostKeyVerifier } from '../host-keys/host-key-verifier.ts';
import { plainText } from '../plain-text.ts';
import { chooseAlgorithms } from './algorithms.ts';
import { GreetingReader } from './greeting.ts';
import { HostKeyOffer } from './host-key-offer.ts';
import { StageTimer } from './stage-timer.ts';

/** From the first byte to a logged-in client: banner, key exchange with the host key check, login. Used once. */
export class Handshake {
  readonly #client: Client;
  readonly #stream: Duplex;
  readonly #verifier: HostKeyVerifier;
  readonly #options: ConnectionOptions;
  readonly #timer: StageTimer;
  readonly #greeting = new GreetingReader();
  readonly #offer = new HostKeyOffer();
  readonly #outcome = Promise.withResolvers<Result<null>>();
  #hostKeyFailure: Failure | null = null;
  /** The login names what is wrong, as soon as it has forgotten a secret that was not the right one. */
  #isExplained = false;
  /** What the host said last during the login; some hang up after it. */
  #banner = '';
  readonly #over = new AbortController();
  readonly #login: Login;

  constructor(client: Client, stream: Duplex, verifier: HostKeyVerifier, options: ConnectionOptions) {
    this.#client = client;
    this.#stream = stream;
    this.#verifier = verifier;
    this.#options = options;
    this.#timer = new StageTimer(options.clock, options.timings, (stage) => {
      const ownFailure = stage === 'auth' ? this.#login.explainTimeout() : null;
      if (ownFailure) this.#fail(ownFailure);
      else this.#failWith(timeoutCauses[stage]);
    });
    this.#login = new Login(options, {
      fail: (failure) => this.#fail(failure),
      reject: (error) => this.#outcome.reject(error),
      timer: this.#timer,
      signal: this.#over.signal,
    });
  }

  /** Settles once; an abort settles it as a closed connection. */
  async run(signal: AbortSignal): Promise<Result<null>> {
    const onAbort = () => this.#failWith('closed-in-handshake');
    const onGreeting = (chunk: Buffer) => this.#onGreeting(chunk);
    signal.addEventListener('abort', onAbort, { once: true });
    this.#stream.on('data', onGreeting);
    this.#client
      .on('handshake', () => this.#enterAuth())
      .on('banner', (text) => {
        this.#banner = text;
      })
      .on('ready', () => this.#outcome.resolve(succeed(null)))
      .on('error', (error) => this.#onError(error))
      .on('close', () => this.#onClose());
    this.#timer.enter('banner');
    try {
      this.#connect();
      if (signal.aborted) onAbort();
      return await this.#outcome.promise;
    } finally {
      this.#timer.stop();
      this.#over.abort();
      this.#stream.removeListener('data', onGreeting);
      signal.removeEventListener('abort', onAbort);
    }
  }

  #connect(): void {
    try {
      this.#client.connect({
        sock: this.#stream,
        // Logins never use this one: they are in the hands of `authHandler`.
        ...(this.#options.lentAgent ? { agent: this.#options.lentAgent } : {}),
        username: this.#options.profile.user,
        algorithms: chooseAlgorithms(this.#verifier.knownTypes),
        hostVerifier: (key: Buffer) => {
          this.#hostKeyFailure = this.#verifier.refuse(key);
          return this.#hostKeyFailure === null;
        },
        authHandler: (_allowed, _isPartial, next) => this.#login.offer(next),
        readyTimeout: 0,
        keepaliveInterval: 0,
      });
      this.#login.attach(this.#client);
    } catch (error) {
      this.#onError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #onGreeting(chunk: Buffer): void {
    this.#offer.read(chunk);
    if (this.#timer.stage !== 'banner') return;
    const verdict = this.#greeting.read(chunk);
    if (verdict.kind === 'ssh') this.#timer.enter('key exchange');
    else if (verdict.kind === 'refused') this.#failWith(verdict.cause);
  }

  #enterAuth(): void {
    if (this.#timer.stage === 'key exchange') this.#timer.enter('auth');
  }

  #onError(error: Error): void {
    if (this.#hostKeyFailure) this.#fail(this.#hostKeyFailure);
    else if (this.#login.isAsking) this.#failWith('question-expired', error);
    // After trouble with the agent ssh2 goes on to the next method; the end of the methods names what is wrong.
    else if (!('level' in error) || error.level !== 'agent') {
      const cause = classifyError(error, this.#timer.stage);
      this.#isExplained = cause === 'too-many-attempts' && this.#login.explainEnd();
      if (!this.#isExplained) this.#failWith(cause, error);
    }
  }

  /** A host may close without an error; then the stage is all that is known. */
  #onClose(): void {
    if (this.#isExplained) return;
    this.#failWith(this.#login.isAsking ? 'question-expired' : classifyError(null, this.#timer.stage));
  }

  #failWith(found: Cause, error: Error | null = null): void {
    const cause = this.#lookCloser(found);
    const said = this.#timer.stage === 'banner' ? this.#greeting.text : found === 'closed-in-auth' ? this.#banner : '';
    const isChatty = cause === 'closed-before-banner' && said.trim() !== '';
    const detail = plainText([error?.message ?? '', said].filter((text) => text !== '').join('\n'));
    this.#fail(
      failureOf(isChatty ? 'not-ssh' : cause, this.#options.profile, { detail: detail === '' ? null : detail }),
    );
  }

  #lookCloser(found: Cause): Cause {
    if (found === 'no-common-host-key' && this.#offer.isOnlyCertificates) return 'only-certificates';
    return found === 'closed-in-auth' ? classifyFarewell(this.#banner) : found;
  }

  #fail(failure: Failure): void {
    this.#outcome.resolve({ ok: false, failure });
  }
}
