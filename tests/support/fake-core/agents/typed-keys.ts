/** One thing that was typed: a character, a key by the bytes it sends, or a text that was pasted as one. */
export type Typed = { readonly kind: 'key'; readonly key: string } | { readonly kind: 'paste'; readonly text: string };

const pasteBegin = '\u001b[200~';
const pasteEnd = '\u001b[201~';
const keySequence = /^\u001b(?:\[[0-9;]*[A-Za-z~]|O[A-Z])/u;

/** Reads what a terminal sends; a paste may come in pieces. */
export class TypedKeys {
  readonly #decoder = new TextDecoder();
  #pasted: string | null = null;

  *read(bytes: Uint8Array): Generator<Typed> {
    let rest = this.#decoder.decode(bytes, { stream: true });
    while (rest !== '') {
      if (this.#pasted !== null) {
        const end = rest.indexOf(pasteEnd);
        this.#pasted += end < 0 ? rest : rest.slice(0, end);
        if (end < 0) return;
        yield { kind: 'paste', text: this.#pasted.replaceAll('\r', '\n') };
        this.#pasted = null;
        rest = rest.slice(end + pasteEnd.length);
      } else if (rest.startsWith(pasteBegin)) {
        this.#pasted = '';
        rest = rest.slice(pasteBegin.length);
      } else {
        const key = keySequence.exec(rest)?.[0] ?? String.fromCodePoint(rest.codePointAt(0) ?? 0);
        yield { kind: 'key', key };
        rest = rest.slice(key.length);
      }
    }
  }
}

/** The bytes of keys that have a name; the others are themselves. */
const namedKeys: Readonly<Record<string, string>> = {
  Enter: '\r',
  Escape: '\u001b',
  Tab: '\t',
  BTab: '\u001b[Z',
  Space: ' ',
  BSpace: '\u007f',
  Up: '\u001b[A',
  Down: '\u001b[B',
  Right: '\u001b[C',
  Left: '\u001b[D',
  Home: '\u001b[H',
  End: '\u001b[F',
  PageUp: '\u001b[5~',
  PageDown: '\u001b[6~',
};

/** What a key that is sent by name types. */
export function bytesOfKey(name: string): Uint8Array {
  const control = /^C-([a-z])$/.exec(name)?.[1];
  const text = control === undefined ? (namedKeys[name] ?? name) : String.fromCharCode(control.charCodeAt(0) - 96);
  return new TextEncoder().encode(text);
}
