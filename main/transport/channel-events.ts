import type { WireMessage } from './channel.ts';

/** The listeners of one channel. `close` is told once; nothing is told after it. */
export class ChannelEvents {
  readonly #messageListeners = new Set<(message: WireMessage) => void>();
  readonly #closeListeners = new Set<() => void>();
  #isClosed = false;

  get isClosed(): boolean {
    return this.#isClosed;
  }

  onMessage(listener: (message: WireMessage) => void): void {
    this.#messageListeners.add(listener);
  }

  /** A listener that comes after the close is told at once, or it would wait for ever. */
  onClose(listener: () => void): void {
    if (this.#isClosed) listener();
    else this.#closeListeners.add(listener);
  }

  message(message: WireMessage): void {
    if (this.#isClosed) return;
    for (const listener of this.#messageListeners) listener(message);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const listener of this.#closeListeners) listener();
    this.#closeListeners.clear();
    this.#messageListeners.clear();
  }
}
