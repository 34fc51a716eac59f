import { EventEmitter } from 'node:events';

type PortEvents = { message: [{ data: unknown }]; close: [] };

/** Where a port's messages go once it was transferred into a page. */
export interface PortSink {
  message(data: unknown): void;
  close(): void;
}

class PortDouble
  extends EventEmitter<PortEvents>
  implements Pick<Electron.MessagePortMain, 'postMessage' | 'start' | 'close'>
{
  #peer: PortDouble | null = null;
  #sink: PortSink | null = null;
  #isStarted = false;
  #isClosed = false;
  readonly #queue: unknown[] = [];

  entangle(peer: PortDouble): void {
    this.#peer = peer;
  }

  postMessage(message: unknown): void {
    this.#peer?.deliver(structuredClone(message));
  }

  start(): void {
    this.#isStarted = true;
    for (const data of this.#queue.splice(0)) this.deliver(data);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#sink?.close();
    this.emit('close');
    this.#peer?.close();
  }

  /** Hands the port over to a page. */
  transfer(sink: PortSink): void {
    this.#sink = sink;
    this.start();
  }

  /** A message the page sent through the transferred port. */
  forward(data: unknown): void {
    this.#peer?.deliver(data);
  }

  /** Takes what the other end sent. */
  deliver(data: unknown): void {
    if (this.#isClosed) return;
    if (!this.#isStarted) this.#queue.push(data);
    else if (this.#sink !== null) this.#sink.message(data);
    else this.emit('message', { data });
  }
}

/** Two entangled ports, like Electron's. */
class MessageChannelDouble {
  readonly port1 = new PortDouble();
  readonly port2 = new PortDouble();

  constructor() {
    this.port1.entangle(this.port2);
    this.port2.entangle(this.port1);
  }
}

export { MessageChannelDouble as MessageChannelMain };
export type MessagePortMain = PortDouble;
