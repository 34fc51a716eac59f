import { setTimeout as sleep } from 'node:timers/promises';

/** What goes wrong with some answers of a mirror. Offsets count in the file, not in the part of it that was asked for. */
export interface Spoil {
  /** Which paths; a redirect is never spoilt, what it leads to is. */
  readonly path: RegExp;
  /** How many answers it spoils before it is over; default all. */
  readonly times?: number;
  /** Answers with this status and one sentence instead. */
  readonly status?: number;
  /** True takes the request and never answers. */
  readonly isSilent?: boolean;
  /** True sends the whole file to who asks for a part of it, as servers may. */
  readonly isRangeIgnored?: boolean;
  /** Ends the connection, half-way through the body, after so many bytes of this answer. */
  readonly cutAfterBytes?: number;
  /** Sends another byte in place of the one at this offset. */
  readonly wrongByteAt?: number;
  /** Sends no faster than this. */
  readonly bytesPerSecond?: number;
}

/** The spoils of one mirror. */
export interface Spoils {
  /** Asks for a spoil; the function that is returned calls it off. */
  add(spoil: Spoil): () => void;
  /** The one that an answer to this path suffers, newest first; counts it as used. */
  take(path: string): Spoil | null;
}

/** No spoils yet. */
export function createSpoils(): Spoils {
  const wanted: { readonly spoil: Spoil; left: number }[] = [];
  return {
    add(spoil) {
      const entry = { spoil, left: spoil.times ?? Number.POSITIVE_INFINITY };
      wanted.unshift(entry);
      return () => {
        entry.left = 0;
      };
    },
    take(path) {
      const entry = wanted.find(({ spoil, left }) => left > 0 && spoil.path.test(path));
      if (entry === undefined) return null;
      entry.left -= 1;
      return entry.spoil;
    },
  };
}

const sliceMs = 50;

/** A body as its spoil lets it through; throws where it is cut. `offset` is where in the file it begins. */
export async function* spoilBody(
  body: AsyncIterable<Buffer>,
  { cutAfterBytes = Number.POSITIVE_INFINITY, wrongByteAt, bytesPerSecond }: Spoil,
  offset = 0,
): AsyncGenerator<Buffer> {
  const sliceBytes = bytesPerSecond === undefined ? null : Math.max(1, Math.round((bytesPerSecond * sliceMs) / 1000));
  let sent = 0;
  for await (const chunk of body) {
    for (let start = 0; start < chunk.length; start += sliceBytes ?? chunk.length) {
      const room = cutAfterBytes - sent;
      const slice = Buffer.from(chunk.subarray(start, start + Math.min(sliceBytes ?? chunk.length, room)));
      const wrongAt = wrongByteAt === undefined ? -1 : wrongByteAt - offset - sent;
      if (wrongAt >= 0 && wrongAt < slice.length) slice.writeUInt8(slice.readUInt8(wrongAt) ^ 0xff, wrongAt);
      sent += slice.length;
      yield slice;
      if (sent >= cutAfterBytes) throw new Error(`Cut after ${sent} bytes, as asked for`);
      if (sliceBytes !== null) await sleep(sliceMs);
    }
  }
}
