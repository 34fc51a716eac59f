import { classifyGreeting } from '../classify-error.ts';
import type { Cause } from '../failure-causes.ts';

/** RFC 4253 lets a server speak before its version line; nobody sane says more than this. */
const maxGreetingBytes = 64 * 1024;

/** What the bytes so far tell about the server. */
export type GreetingVerdict =
  | { readonly kind: 'ssh' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'refused'; readonly cause: Cause };

/** Reads along until the server's version line, to tell an SSH server from others. */
export class GreetingReader {
  #text = '';

  /** The first bytes as text, for the failure's detail. */
  get text(): string {
    return this.#text;
  }

  read(chunk: Buffer): GreetingVerdict {
    this.#text += chunk.toString('latin1', 0, maxGreetingBytes + 1);
    if (/(?:^|\n)SSH-\d/.test(this.#text)) return { kind: 'ssh' };
    const cause = classifyGreeting(this.#text);
    if (cause) return { kind: 'refused', cause };
    return this.#text.length > maxGreetingBytes ? { kind: 'refused', cause: 'not-ssh' } : { kind: 'waiting' };
  }
}
