import type { Channel } from './channel.ts';

export type ConnectionState = 'connecting' | 'connected' | 'waiting' | 'closed';

/** The timers a redialler needs; a browser's and Node's both fit. */
export interface RedialTimers {
  /** Runs `action` once after `delayMs`; the returned function calls it off. */
  after(delayMs: number, action: () => void): () => void;
  /** 0 ≤ x < 1, for the jitter. */
  random(): number;
}

export interface RedialOptions {
  /** Opens a new channel; rejects when it cannot. */
  readonly dial: () => Promise<Channel>;
  readonly timers: RedialTimers;
}

const BACK_OFF_MS = [250, 500, 1000, 2000, 4000, 8000, 15_000] as const;
const LONGEST_BACK_OFF_MS = 15_000;

/** Keeps one channel open: when it drops, dials again with back-off (0.25 s to 15 s, ± 20 %) for ever. */
export class Redialler {
  readonly #options: RedialOptions;
  readonly #onOpen: (channel: Channel) => void;
  readonly #stateListeners = new Set<(state: ConnectionState) => void>();
  #state: ConnectionState = 'connecting';
  #channel: Channel | null = null;
  #failedCount = 0;
  #callOff: () => void = () => undefined;

  constructor(options: RedialOptions, onOpen: (channel: Channel) => void) {
    this.#options = options;
    this.#onOpen = onOpen;
    this.#dial();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Calls the listener with every new state; the returned function unsubscribes. */
  onDidChangeState(listener: (state: ConnectionState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  /** Dials at once if it is waiting: the machine woke up, the network came back, the user pressed a button. */
  dialNow(): void {
    if (this.#state !== 'waiting') return;
    this.#callOff();
    this.#dial();
  }

  /** Closes the channel for good. */
  close(): void {
    this.#callOff();
    this.#enter('closed');
    this.#channel?.close();
  }

  #dial(): void {
    this.#enter('connecting');
    this.#options.dial().then(
      (channel) => this.#opened(channel),
      // Why a browser's socket did not open is not told to the page; there is nothing to keep of the error.
      () => this.#lost(),
    );
  }

  #opened(channel: Channel): void {
    if (this.#state === 'closed') {
      channel.close();
      return;
    }
    this.#failedCount = 0;
    this.#channel = channel;
    this.#onOpen(channel);
    this.#enter('connected');
    channel.onClose(() => this.#lost());
  }

  #lost(): void {
    if (this.#state === 'closed') return;
    this.#channel = null;
    const delayMs = BACK_OFF_MS[this.#failedCount] ?? LONGEST_BACK_OFF_MS;
    this.#failedCount += 1;
    this.#callOff = this.#options.timers.after(delayMs * (0.8 + 0.4 * this.#options.timers.random()), () =>
      this.#dial(),
    );
    this.#enter('waiting');
  }

  #enter(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#stateListeners) listener(state);
  }
}
