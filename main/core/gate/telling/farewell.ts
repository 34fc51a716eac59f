import { Transform, type TransformCallback } from 'node:stream';

/** A WebSocket's close frame as a browser sends it for a page that goes away: masked, two bytes, code 1001. */
const goodbye = Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe9]);

/** Whether a chunk ends with a page's goodbye. Browsers send the frame in one piece, and as the last one. */
function endsWithGoodbye(chunk: Buffer): boolean {
  if (chunk.length < goodbye.length) return false;
  const frame = chunk.subarray(-goodbye.length);
  const code = (frame.readUInt16BE(6) ^ frame.readUInt16BE(2)) & 0xffff;
  return frame[0] === 0x88 && frame[1] === 0x82 && code === 1001;
}

/** VS Code's "disconnect" (type 5, thirteen bytes with empty counters) as a masked binary frame of a WebSocket. */
const disconnect = Buffer.concat([Buffer.from([0x82, 0x8d, 0, 0, 0, 0]), Buffer.from([5]), Buffer.alloc(12)]);

/**
 * Lets VS Code's own goodbye arrive when a page is gone for good. A page says it while it unloads, but not for an extension
 * host that is still being started, which would then wait for the page's return for half an hour or longer. A client that
 * only lost its way closes without the code of a page that goes away, and a machine that falls asleep cuts connections
 * without a word: both come back, and are waited for.
 */
export class Farewell extends Transform {
  /** Whether goodbye was said: the browser takes no more, and the far end is about to hang up. */
  isSaid = false;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (!endsWithGoodbye(chunk)) {
      done(null, chunk);
      return;
    }
    this.isSaid = true;
    this.emit('said');
    const at = chunk.length - goodbye.length;
    done(null, Buffer.concat([chunk.subarray(0, at), disconnect, chunk.subarray(at)]));
  }

  /** Says goodbye for a page that could not. */
  say(): void {
    this.write(goodbye);
  }
}

/** Whether an address is one of VS Code's connections that outlive a lost link. */
export function isLasting(address: string): boolean {
  return address.includes('reconnectionToken=');
}
