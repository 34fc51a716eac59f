import type { Terminal } from '@xterm/xterm';

/** What of xterm's parser is needed, so that it can be held against a corpus without a page. */
type GuardedTerminal = Pick<Terminal, 'parser'>;

/** More than that is no text that somebody copied, characters of base64. */
const longestCopy = 1_000_000;

/**
 * Takes from programs what reaches beyond the terminal: its window, and the clipboard, which is handed to `onCopied` as a text
 * and is never read.
 */
export function guardEscapes({ parser }: GuardedTerminal, onCopied: (text: string) => void): void {
  const ignore = () => true;
  // Moves, sizes and reports of the window; a title that was reported would be typed.
  parser.registerCsiHandler({ final: 't' }, ignore);
  // What the terminal has set, told in the words of who asks.
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, ignore);
  parser.registerOscHandler(52, (data) => {
    const text = copiedText(data);
    if (text !== null) onCopied(text);
    return true;
  });
}

/** What OSC 52 puts into the clipboard; null where it asks for it, empties it or is no text. */
export function copiedText(data: string): string | null {
  const [, encoded] = /^[cpqs0-7]*;([A-Za-z0-9+/=]+)$/.exec(data) ?? [];
  if (encoded === undefined || encoded.length > longestCopy) return null;
  try {
    const bytes = Uint8Array.from(atob(encoded), (sign) => sign.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // No base64, or no UTF-8.
    return null;
  }
}
