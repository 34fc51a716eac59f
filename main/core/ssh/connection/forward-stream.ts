import { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { widenWindow } from './wide-window.ts';

/** What may wait for a reader before the channel is held up; larger than a burst of packets, so that it seldom is. */
const bufferBytes = 256 * 1024;

/**
 * A forwarded TCP connection as a stream that behaves like a socket: `end()` sends EOF and leaves the other direction open,
 * an EOF from the host ends this side too, `destroy()` closes at once, and `close` always comes.
 */
export class ForwardStream extends Duplex {
  readonly #channel: ClientChannel;
  #hasEof = false;

  constructor(channel: ClientChannel) {
    super({ allowHalfOpen: false, highWaterMark: bufferBytes });
    this.#channel = channel;
    const onTaken = widenWindow(channel);
    channel.on('data', (chunk: Buffer) => {
      if (this.destroyed) return;
      if (this.push(chunk)) onTaken(chunk.length);
      else channel.pause();
    });
    channel.on('end', () => this.#endReading());
    channel.on('error', (error: Error) => this.destroy(error));
    channel.on('close', () => this.#onClosed());
  }

  override _read(): void {
    this.#channel.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#channel.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#channel.end(() => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    // An unread ssh2 channel never closes, so what is left is read and dropped.
    this.#channel.resume();
    this.#channel.close();
    done(error);
  }

  #endReading(): void {
    if (this.#hasEof || this.destroyed) return;
    this.#hasEof = true;
    this.push(null);
  }

  /** The host closed both directions; what has come is still handed over. ssh2 never calls back for writes that wait now. */
  #onClosed(): void {
    this.#endReading();
    if (this.readableEnded) this.destroy();
    else this.once('end', () => this.destroy());
  }
}
