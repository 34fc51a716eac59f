import { Readable } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';

/**
 * How much a host may send ahead of the reader. ssh2 lets it send 2 MiB, which on a line of 1 MB/s is what goes on for two
 * seconds after Ctrl-C; with a round trip of 100 ms, this is still 1.3 MB/s.
 */
export const terminalWindowBytes = 128 * 1024;
/** Larger than what ssh2 makes room at, so that it leaves that to us. */
const largeWindowBytes = 2 * 1024 * 1024;

type OpenSession = (channel: number, windowBytes: number, packetBytes: number) => void;

/** The parts of ssh2 1.17 that its types leave out; the package is pinned to that version. */
interface ClientInternals {
  readonly _protocol: { session: OpenSession; channelWindowAdjust(recipient: number, amountBytes: number): void };
}
interface ChannelInternals {
  readonly incoming: { readonly state: string };
  readonly outgoing: { readonly id: number };
  readonly _client: ClientInternals;
}

/** Has the session that `open` asks for begin with the window of a terminal. */
export function withTerminalWindow(client: Client, open: () => void): void {
  const { _protocol: protocol } = client as unknown as ClientInternals;
  const { session } = protocol;
  protocol.session = (channel, _windowBytes, packetBytes) =>
    session.call(protocol, channel, terminalWindowBytes, packetBytes);
  try {
    open();
  } finally {
    protocol.session = session;
  }
}

/** What a terminal prints. The host may send on as far as its reader has taken what came. */
export class TerminalReadable extends Readable {
  readonly #channel: ChannelInternals;
  /** What the host sent and was not told to be taken. */
  #untoldBytes = 0;
  #isOver = false;

  constructor(channel: ClientChannel) {
    super({ highWaterMark: terminalWindowBytes });
    this.#channel = channel as unknown as ChannelInternals;
    // ssh2 would make room as soon as a chunk is here.
    Object.defineProperty(this.#channel.incoming, 'window', { get: () => largeWindowBytes, set: () => {} });
    channel.on('data', (chunk: Buffer) => {
      this.#count(chunk);
      if (!this.#isOver) this.push(chunk);
      this.#tellTaken();
    });
    // A terminal has one output; what comes on the other one all the same takes room too.
    channel.stderr.on('data', (chunk: Buffer) => {
      this.#count(chunk);
      this.#tellTaken();
    });
    channel.on('end', () => this.finish());
  }

  override read(size?: number): Buffer | null {
    const chunk = super.read(size) as Buffer | null;
    this.#tellTaken();
    return chunk;
  }

  override _read(): void {}

  /** Nothing more comes; what has come can still be read. */
  finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.push(null);
  }

  /** ssh2 takes whatever comes. A host that sends more than it was given room for would fill the memory: nothing more of it is kept. */
  #count({ length }: Buffer): void {
    this.#untoldBytes += length;
    if (this.#untoldBytes > terminalWindowBytes) this.finish();
  }

  /** Told in halves, so that the host is not sent an answer for every key. */
  #tellTaken(): void {
    const takenBytes = this.#untoldBytes - this.readableLength;
    const { incoming, outgoing, _client } = this.#channel;
    if (takenBytes < terminalWindowBytes / 2 || incoming.state !== 'open') return;
    this.#untoldBytes -= takenBytes;
    _client._protocol.channelWindowAdjust(outgoing.id, takenBytes);
  }
}
