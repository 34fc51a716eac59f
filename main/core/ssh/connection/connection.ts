import type { Duplex } from 'node:stream';
import type { ClientChannel, PseudoTtyOptions } from 'ssh2';
import ssh2 from 'ssh2';
import type { Failure, Result } from '../../../contract/failure.ts';
import { succeed } from '../../../contract/failure.ts';
import { Semaphore } from '../../streams/semaphore.ts';
import { unlessAborted } from '../../streams/unless-aborted.ts';
import { Handshake } from '../attempt/handshake.ts';
import { watchHandshake } from '../attempt/watch-handshake.ts';
import { isLendingRefused } from '../auth/lent-agent.ts';
import { failureOf } from '../failure-causes.ts';
import { onHostKeysAnnounced } from '../host-keys/host-key-announcement.ts';
import type { HostKeyVerifier } from '../host-keys/host-key-verifier.ts';
import type { CommandChannel, TerminalChannel, TerminalOptions } from '../link.ts';
import { LinkLostError } from '../link.ts';
import { plainText } from '../plain-text.ts';
import { isOpenFailure, toChannelError } from './channel-errors.ts';
import type { TrackedCommand } from './command-channel.ts';
import { trackCommand, trackTerminal } from './command-channel.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { ForwardStream } from './forward-stream.ts';
import { startHeartbeat } from './heartbeat.ts';
import { keepKeyObjects } from './key-objects.ts';
import { withTerminalWindow } from './terminal-window.ts';

/** sshd allows 10 sessions per connection by default (MaxSessions); the rest is left to the user's own tools. */
const maxSessionChannels = 6;
/** How long a refused session waits for another one to end before it is tried the second time. */
const refusedSessionWaitMs = 1_000;
/** What programs take the terminal for; what they print for it, the page can draw. */
const terminalKind = 'xterm-256color';
/** How long the terminal for small packets may live; a login shell that hands over to another one would stay in it for ever. */
const terminalLimitMs = 5_000;
/** A host that is slower than this is taken for silent. */
const longestRoundTripMs = 60_000;

/** One SSH connection, from the handshake to its end. The only place that holds an ssh2 client. */
export class SshConnection {
  /** Round trip of the last answered question, milliseconds. */
  roundTripMs: number | null = null;
  lastHeardAtMs: number;
  /** Called after each measured round trip. */
  onDidMeasure: () => void = () => {};
  /** Settles when an opened connection is gone, with the reason. */
  readonly lost: Promise<Failure>;

  readonly #client = new ssh2.Client();
  readonly #verifier: HostKeyVerifier;
  readonly #options: ConnectionOptions;
  readonly #sessions = new Semaphore(maxSessionChannels);
  readonly #commands = new Set<TrackedCommand>();
  readonly #forwards = new Set<ForwardStream>();
  /** Each gives up a question that is not answered. */
  readonly #probes = new Set<() => void>();
  readonly #closed = Promise.withResolvers<void>();
  readonly #settleLost: (failure: Failure) => void;
  #stream: Duplex | null = null;
  #lostFailure: Failure | null = null;
  #isOpen = false;
  /** The host turns every session down that asks for what it does not allow, so it is asked until then only. */
  #isAgentLent: boolean;
  #stopHeartbeat = () => {};

  constructor(verifier: HostKeyVerifier, options: ConnectionOptions) {
    this.#verifier = verifier;
    this.#options = options;
    this.#isAgentLent = options.lentAgent !== null;
    this.lastHeardAtMs = options.clock.nowMs();
    const { promise, resolve } = Promise.withResolvers<Failure>();
    this.lost = promise;
    this.#settleLost = resolve;
  }

  /** Shakes hands over `stream`; the host's key is checked before anything is said about the user. */
  async open(stream: Duplex, signal: AbortSignal): Promise<Result<null>> {
    this.#stream = stream;
    const client = this.#client;
    // For the object's whole life: an 'error' without a listener ends the process, and it may come after the end.
    client.on('error', (error: Error) => this.#onError(error));
    client.on('close', () => this.#onClose());
    keepKeyObjects(client);
    onHostKeysAnnounced(client, (announcement) => this.#verifier.learn(announcement));
    stream.pause();
    stream.on('data', () => {
      this.lastHeardAtMs = this.#options.clock.nowMs();
    });
    const { profile, clock, watch } = this.#options;
    const watched = watchHandshake(client, stream, this.#verifier, { user: profile.user, clock, watch });
    const handshake = new Handshake(client, stream, watched.verifier, { ...this.#options, onOffer: watched.onOffer });
    const outcome = await handshake.run(signal).catch((error: unknown) => {
      this.#cut();
      throw error;
    });
    if (!outcome.ok) {
      this.#cut();
      return outcome;
    }
    this.#isOpen = true;
    client.setNoDelay(true);
    this.#stopHeartbeat = startHeartbeat(
      {
        lastHeardAtMs: () => this.lastHeardAtMs,
        ask: () => void this.probe(),
        onSilent: () => this.#onSilent(),
      },
      this.#options.clock,
      this.#options.timings,
    );
    return succeed(null);
  }

  /** Resolves to true when the host answers one round trip, to false when the connection ends first. */
  probe(): Promise<boolean> {
    const askedAtMs = this.#options.clock.nowMs();
    const { promise: answered, resolve } = Promise.withResolvers<boolean>();
    // Not a race with the end: each race would be held until then, and there is one for every heartbeat.
    const giveUp = () => resolve(false);
    this.#probes.add(giveUp);
    try {
      if (!this.#isOpen) giveUp();
      // A request to end a forward that never was: every server answers it, at once and without effect.
      this.#client.unforwardIn('127.0.0.1', 1, () => resolve(this.#isOpen));
    } catch {
      giveUp();
    }
    return answered.then((isAlive) => {
      this.#probes.delete(giveUp);
      if (isAlive) {
        const tookMs = this.#options.clock.nowMs() - askedAtMs;
        // A clock that was set, or a sleep, in between is no round trip.
        if (tookMs >= 0 && tookMs <= longestRoundTripMs) this.roundTripMs = tookMs;
        this.onDidMeasure();
      }
      return isAlive;
    });
  }

  async exec(command: string, signal?: AbortSignal): Promise<CommandChannel> {
    const release = await this.#sessions.acquire(signal);
    const opening = this.#openSession(command);
    void opening.then((tracked) => tracked.command.ended).then(release, release);
    return await takeUnlessAborted(opening, signal);
  }

  async forward(host: string, port: number): Promise<Duplex> {
    return await this.#openChannel(
      (done) => this.#client.forwardOut('127.0.0.1', 0, host, port, done),
      (channel) => {
        const stream = new ForwardStream(channel);
        this.#forwards.add(stream);
        stream.once('close', () => this.#forwards.delete(stream));
        return stream;
      },
    );
  }

  /**
   * Starts a command in a terminal. How many there may be is for its caller to know: a host that has no session left refuses at
   * once, also while one here is ending.
   */
  async terminal(command: string, { size, signal }: TerminalOptions): Promise<TerminalChannel> {
    const pty = { term: terminalKind, cols: size.columns, rows: size.rows };
    const opening = this.#openLentSession(command, pty, trackTerminal, (ask) => withTerminalWindow(this.#client, ask));
    return await takeUnlessAborted(opening, signal);
  }

  /** Says goodbye and closes; cuts the socket when the host does not answer. */
  async close(): Promise<void> {
    this.#client.end();
    const stop = this.#options.clock.after(this.#options.timings.closeMs, () => this.#cut());
    await this.#closed.promise;
    stop();
  }

  /** While only forwards are open sshd holds back small packets; a terminal ends that: 200 small files 8.4 s before, 0.56 s after. */
  async hurrySmallPackets(): Promise<void> {
    try {
      const release = await this.#sessions.acquire();
      try {
        const { command } = await this.#openSession('true', {});
        const stopTimer = this.#options.clock.after(terminalLimitMs, () => command.close());
        await command.ended;
        stopTimer();
      } finally {
        release();
      }
    } catch {
      // A host that permits no terminal stays slower and works.
    }
  }

  /** Opens a session; one refusal is forgiven, since a session may have ended here and not yet on the host. */
  async #openSession(command: string, pty: PseudoTtyOptions | null = null): Promise<TrackedCommand> {
    try {
      return await this.#openLentSession(command, pty, trackCommand);
    } catch (error) {
      if (!isOpenFailure(error)) throw error;
      await this.#waitForFreeSession();
      return await this.#openLentSession(command, pty, trackCommand);
    }
  }

  /** Opens a session that is lent the agent, as long as the host does not turn it down for that. */
  async #openLentSession<T extends TrackedCommand>(
    command: string,
    pty: PseudoTtyOptions | null,
    track: (channel: ClientChannel) => T,
    open: (ask: () => void) => void = (ask) => ask(),
  ): Promise<T> {
    // Another session may hear of a refusal while this one is opened, so what this one asked for is kept.
    const agentForward = this.#isAgentLent;
    const options = { agentForward, ...(pty === null ? {} : { pty }) };
    try {
      return await this.#openChannel(
        (done) => open(() => this.#client.exec(command, options, done)),
        (channel) => {
          const tracked = track(channel);
          this.#commands.add(tracked);
          void tracked.command.ended.then(() => this.#commands.delete(tracked));
          return tracked;
        },
      );
    } catch (error) {
      if (!agentForward || !isLendingRefused(error)) throw error;
      this.#isAgentLent = false;
      return await this.#openLentSession(command, pty, track, open);
    }
  }

  /** Waits until a session here ended, if there is one, and then until the host has surely cleared it away. */
  async #waitForFreeSession(): Promise<void> {
    const isAlone = this.#sessions.heldCount <= 1;
    if (!isAlone) {
      await new Promise<void>((resolve) => {
        const settle = () => {
          stopListening();
          stopTimer();
          resolve();
        };
        const stopListening = this.#sessions.onNextRelease(settle);
        const stopTimer = this.#options.clock.after(refusedSessionWaitMs, settle);
        void this.#closed.promise.then(settle);
      });
    }
    // sshd counts a closed session until it has run through its loop once; by its answer to a question it has.
    await this.probe();
  }

  /**
   * Turns an ssh2 call, which may throw at once, into a promise that rejects with our two errors. `take` gets the channel
   * before ssh2 reads on: an exit status may lie in the same packet, and a listener added a tick later would miss it.
   */
  #openChannel<T>(
    call: (done: (error: Error | undefined, channel: ClientChannel) => void) => void,
    take: (channel: ClientChannel) => T,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!this.#isOpen) {
        reject(new LinkLostError('There is no link to the host.'));
        return;
      }
      try {
        call((error, channel) => {
          if (error) reject(toChannelError(error, this.#isOpen));
          else resolve(take(channel));
        });
      } catch (error) {
        reject(new LinkLostError('There is no link to the host.', { cause: error }));
      }
    });
  }

  #onSilent(): void {
    this.#options.watch.onSilent(Math.max(0, this.#options.clock.nowMs() - this.lastHeardAtMs));
    this.#lose(failureOf('silent', this.#options.profile));
  }

  #onError(error: Error): void {
    // The system's errors have a code that is a word; what the host says at its goodbye has a number.
    const isCut = 'code' in error && typeof error.code === 'string';
    const cause = isCut ? 'connection-cut' : 'closed-by-host';
    this.#lose(failureOf(cause, this.#options.profile, { detail: plainText(error.message) }));
  }

  /** Remembers the first reason and ends what is left of the socket; `close` then tells everybody. */
  #lose(failure: Failure): void {
    if (!this.#isOpen) return;
    this.#lostFailure ??= failure;
    this.#cut();
  }

  #cut(): void {
    this.#client.destroy();
    this.#stream?.destroy();
  }

  /** ssh2 ends the channels after this, which would look like a clean end: they are cut before. */
  #onClose(): void {
    const hasBeenOpen = this.#isOpen;
    this.#isOpen = false;
    this.#stopHeartbeat();
    this.#sessions.close(new LinkLostError('The link was lost.'));
    for (const tracked of this.#commands) tracked.cut();
    for (const forward of this.#forwards) forward.destroy();
    for (const giveUp of this.#probes) giveUp();
    this.#closed.resolve();
    if (hasBeenOpen) this.#settleLost(this.#lostFailure ?? failureOf('closed-by-host', this.#options.profile));
  }
}

/** What is being opened, unless `signal` aborts; then it is closed as soon as it is there. */
async function takeUnlessAborted<C extends CommandChannel>(
  opening: Promise<{ readonly command: C }>,
  signal: AbortSignal | undefined,
): Promise<C> {
  try {
    const { command } = await unlessAborted(opening, signal);
    if (signal) closeOnAbort(command, signal);
    return command;
  } catch (error) {
    // One that the host opens after all is not wanted any more; until it does, it holds its place.
    opening.then(({ command: late }) => late.close()).catch(() => undefined);
    throw error;
  }
}

function closeOnAbort(command: CommandChannel, signal: AbortSignal): void {
  const onAbort = () => command.close();
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  void command.ended.then(() => signal.removeEventListener('abort', onAbort));
}
