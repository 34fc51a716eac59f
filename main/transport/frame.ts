import type { WireMessage } from './channel.ts';
import { parseWireMessage } from './wire.ts';

/**
 * One message as one WebSocket frame: plain JSON as text or, when it holds a Uint8Array, a binary frame
 * `u32 length of the JSON (big endian) | 16 bytes marker | JSON | bytes`. In its JSON every Uint8Array is the string
 * `<marker in hex>:<offset>:<length>`. The marker is random per frame, so no string of a host can pose as bytes.
 */
export type Frame = string | Uint8Array<ArrayBuffer>;

const MARKER_BYTES = 16;
const PREFACE_BYTES = 4 + MARKER_BYTES;

const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export function encodeFrame(message: WireMessage): Frame {
  const marker = new Uint8Array(MARKER_BYTES);
  const parts: Uint8Array[] = [];
  let prefix = '';
  let bodyBytes = 0;
  // A replacer sees a Buffer only after its toJSON; the holder still has the bytes.
  const json = JSON.stringify(message, function (this: Record<string, unknown>, key, value: unknown) {
    const original = this[key];
    if (!(original instanceof Uint8Array)) return value;
    if (prefix === '') prefix = hexOf(crypto.getRandomValues(marker));
    const offset = bodyBytes;
    bodyBytes += original.length;
    parts.push(original);
    return `${prefix}:${offset}:${original.length}`;
  });
  if (parts.length === 0) return json;
  const header = new TextEncoder().encode(json);
  const frame = new Uint8Array(PREFACE_BYTES + header.length + bodyBytes);
  new DataView(frame.buffer).setUint32(0, header.length);
  frame.set(marker, 4);
  frame.set(header, PREFACE_BYTES);
  let position = PREFACE_BYTES + header.length;
  for (const part of parts) {
    frame.set(part, position);
    position += part.length;
  }
  return frame;
}

/** How many bytes a frame takes on the wire. */
export function frameBytes(frame: Frame): number {
  return typeof frame === 'string' ? new TextEncoder().encode(frame).length : frame.length;
}

function decodeBinary(frame: Uint8Array): unknown {
  const headerBytes = new DataView(frame.buffer, frame.byteOffset, frame.length).getUint32(0);
  const prefix = hexOf(frame.subarray(4, PREFACE_BYTES));
  const header = frame.subarray(PREFACE_BYTES, PREFACE_BYTES + headerBytes);
  const body = frame.subarray(PREFACE_BYTES + headerBytes);
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header), (_key, value: unknown) => {
    if (typeof value !== 'string' || !value.startsWith(`${prefix}:`)) return value;
    const [, offset, length] = value.split(':').map(Number);
    if (offset === undefined || length === undefined) throw new RangeError('A part without a place');
    const part = body.slice(offset, offset + length);
    if (part.length !== length) throw new RangeError('A part beyond the frame');
    return part;
  });
}

/** The message in a frame, or null when the frame is none of ours. */
export function decodeFrame(data: unknown): WireMessage | null {
  try {
    if (typeof data === 'string') return parseWireMessage(JSON.parse(data));
    return data instanceof ArrayBuffer ? parseWireMessage(decodeBinary(new Uint8Array(data))) : null;
  } catch {
    // Malformed JSON or UTF-8, or lengths that lie: the caller closes the channel.
    return null;
  }
}
