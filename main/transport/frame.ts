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
/** Random bytes are had in bulk: asking for them takes longer than all else that a small frame takes. */
const MARKERS_AT_ONCE = 64;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });
const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const markers = new Uint8Array(MARKERS_AT_ONCE * MARKER_BYTES);
let nextMarkerAt = markers.length;

/** The next random marker, to be copied before more of them are taken. */
function takeMarker(): Uint8Array {
  if (nextMarkerAt === markers.length) {
    crypto.getRandomValues(markers);
    nextMarkerAt = 0;
  }
  nextMarkerAt += MARKER_BYTES;
  return markers.subarray(nextMarkerAt - MARKER_BYTES, nextMarkerAt);
}

function hexOf(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += hexPairs[byte];
  return hex;
}

/** The bytes in a message, and what stands for them in its JSON. */
class Parts {
  readonly all: Uint8Array[] = [];
  marker: Uint8Array = markers;
  byteCount = 0;
  #prefix = '';

  /** The value with a text in the place of each Uint8Array in it; the value itself when there is none. */
  takeFrom(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Uint8Array) return this.#add(value);
    // What has words of its own for itself has no bytes for us.
    if ('toJSON' in value) return value;
    if (Array.isArray(value)) return this.#takeFromList(value);
    let copy: Record<string, unknown> | null = null;
    for (const key of Object.keys(value)) {
      const held = (value as Record<string, unknown>)[key];
      if (typeof held !== 'object' || held === null) continue;
      const taken = this.takeFrom(held);
      if (taken === held) continue;
      copy ??= { ...value };
      copy[key] = taken;
    }
    return copy ?? value;
  }

  #takeFromList(list: readonly unknown[]): unknown {
    let copy: unknown[] | null = null;
    for (const [index, held] of list.entries()) {
      const taken = this.takeFrom(held);
      if (taken === held) continue;
      copy ??= [...list];
      copy[index] = taken;
    }
    return copy ?? list;
  }

  #add(bytes: Uint8Array): string {
    if (this.all.length === 0) {
      this.marker = takeMarker();
      this.#prefix = hexOf(this.marker);
    }
    const offset = this.byteCount;
    this.byteCount += bytes.length;
    this.all.push(bytes);
    return `${this.#prefix}:${offset}:${bytes.length}`;
  }
}

export function encodeFrame(message: WireMessage): Frame {
  const parts = new Parts();
  // Neither a replacer nor a reviver: they are called for each value, which makes a key that is typed felt.
  const json = JSON.stringify(parts.takeFrom(message));
  if (parts.all.length === 0) return json;
  const header = encoder.encode(json);
  const frame = new Uint8Array(PREFACE_BYTES + header.length + parts.byteCount);
  new DataView(frame.buffer).setUint32(0, header.length);
  frame.set(parts.marker, 4);
  frame.set(header, PREFACE_BYTES);
  let position = PREFACE_BYTES + header.length;
  for (const part of parts.all) {
    frame.set(part, position);
    position += part.length;
  }
  return frame;
}

/** How many bytes a frame takes on the wire. */
export function frameBytes(frame: Frame): number {
  return typeof frame === 'string' ? encoder.encode(frame).length : frame.length;
}

function decodeBinary(frame: Uint8Array): unknown {
  const headerBytes = new DataView(frame.buffer, frame.byteOffset, frame.length).getUint32(0);
  const prefix = `${hexOf(frame.subarray(4, PREFACE_BYTES))}:`;
  const header = frame.subarray(PREFACE_BYTES, PREFACE_BYTES + headerBytes);
  const body = frame.subarray(PREFACE_BYTES + headerBytes);
  return putBack(JSON.parse(decoder.decode(header)), prefix, body);
}

/** Puts the bytes of a frame where its JSON has their places; the value is changed. */
function putBack(value: unknown, prefix: string, body: Uint8Array): unknown {
  if (typeof value === 'string') return value.startsWith(prefix) ? partOf(value, body) : value;
  if (typeof value !== 'object' || value === null) return value;
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    const held = holder[key];
    if (typeof held !== 'string' && typeof held !== 'object') continue;
    const whole = putBack(held, prefix, body);
    if (whole !== held) holder[key] = whole;
  }
  return holder;
}

function partOf(place: string, body: Uint8Array): Uint8Array {
  const [, offset, length] = place.split(':').map(Number);
  if (offset === undefined || length === undefined) throw new RangeError('A part without a place');
  const part = body.slice(offset, offset + length);
  if (part.length !== length) throw new RangeError('A part beyond the frame');
  return part;
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
