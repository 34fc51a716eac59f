import type { Channel, WireMessage } from './channel.ts';
import { ChannelEvents } from './channel-events.ts';

class MemoryChannel implements Channel {
  readonly #own: ChannelEvents;
  readonly #other: ChannelEvents;

  constructor(own: ChannelEvents, other: ChannelEvents) {
    this.#own = own;
    this.#other = other;
  }

  /** Clones like a real boundary does, so that what cannot cross one is noticed in every test. */
  send(message: WireMessage): void {
    if (this.#own.isClosed || this.#other.isClosed) return;
    const clone = structuredClone(message);
    queueMicrotask(() => this.#other.message(clone));
  }

  onMessage(listener: (message: WireMessage) => void): void {
    this.#own.onMessage(listener);
  }

  onClose(listener: () => void): void {
    this.#own.onClose(listener);
  }

  /** What was sent before still arrives on the other side. */
  close(): void {
    this.#own.close();
    queueMicrotask(() => this.#other.close());
  }
}

/** Two channels that lead to each other inside one process. */
export function memoryPair(): readonly [Channel, Channel] {
  const one = new ChannelEvents();
  const two = new ChannelEvents();
  return [new MemoryChannel(one, two), new MemoryChannel(two, one)];
}
