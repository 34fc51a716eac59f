import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type Spoil, spoilBody } from './spoil.ts';

/** Answers with one sentence. */
export function sendSentence(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${sentence}\n`);
}

/** Sends what comes, spoilt if so wished; where it is cut, or its source fails, the connection ends half-way. */
export async function sendBody(
  response: ServerResponse,
  body: AsyncIterable<Buffer>,
  spoil: Spoil | null,
  offset = 0,
): Promise<void> {
  try {
    await pipeline(spoil === null ? body : spoilBody(body, spoil, offset), response);
  } catch {
    // Whoever asked has gone, or is to see a connection that ends too early.
    response.destroy();
  }
}

/** Sends a file or the one part of it that is asked for (RFC 9110, 14). */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  spoil: Spoil | null,
): Promise<void> {
  const { size } = await stat(path);
  const part = spoil?.isRangeIgnored === true ? null : readRange(request.headers.range, size);
  if (part === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
    return;
  }
  const { first, last } = part ?? { first: 0, last: size - 1 };
  response.writeHead(part === null ? 200 : 206, {
    'accept-ranges': 'bytes',
    'content-type': 'application/octet-stream',
    'content-length': last - first + 1,
    ...(part !== null && { 'content-range': `bytes ${first}-${last}/${size}` }),
  });
  if (request.method === 'HEAD' || size === 0) response.end();
  else await sendBody(response, createReadStream(path, { start: first, end: last }), spoil, first);
}

function readRange(header: string | undefined, size: number): { first: number; last: number } | 'unsatisfiable' | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return null;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(size - 1, Number(to));
  return first > last ? 'unsatisfiable' : { first, last };
}
