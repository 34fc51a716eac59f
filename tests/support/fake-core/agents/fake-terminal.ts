import xterm from '@xterm/headless';
import type { TerminalItem } from '../../../../main/contract/session-attach.ts';
import type { TerminalSize } from '../../../../main/contract/session-words.ts';
import { TypedKeys } from './typed-keys.ts';

const longestLog = 200_000;
const encoder = new TextEncoder();

/** What runs in a fake terminal. */
export interface FakeProgram {
  /** A key that was pressed, or a text that was pasted. */
  readonly press: (key: string) => void;
  readonly paste: (text: string) => void;
  /** What stands at its prompt and was not sent. */
  readonly draft: () => string;
}

/** One that looks at a fake terminal. */
export class FakeTerminalView {
  readonly id: string;
  size: TerminalSize;
  readonly items: TerminalItem[] = [];
  wake: () => void = () => undefined;

  constructor(id: string, size: TerminalSize) {
    this.id = id;
    this.size = size;
  }

  push(item: TerminalItem): void {
    this.items.push(item);
    this.wake();
  }
}

/** A terminal that exists in the fakes only: what was printed, who looks at it, and whose size it has. */
export class FakeTerminal {
  size: TerminalSize;
  /** All that was typed into it, as text. */
  typed = '';
  /** How often views were told that it has another size. */
  readonly resizes: TerminalSize[] = [];
  readonly views = new Map<string, FakeTerminalView>();
  controllingView: string | null = null;
  /** Printed again and again while it is not null, as fast as each view takes it. */
  #flood: string | null = null;
  #log = '';
  readonly #keys = new TypedKeys();
  readonly #screen: xterm.Terminal;
  #program: FakeProgram | null = null;

  constructor(size: TerminalSize) {
    this.size = size;
    this.#screen = new xterm.Terminal({
      cols: size.columns,
      rows: size.rows,
      scrollback: 2000,
      allowProposedApi: true,
    });
  }

  get flood(): string | null {
    return this.#flood;
  }

  get draft(): string {
    return this.#program?.draft() ?? '';
  }

  run(program: FakeProgram): void {
    this.#program = program;
  }

  /** Draws a text, line feeds as they are. */
  print(text: string): void {
    this.#log = (this.#log + text).slice(-longestLog);
    this.#screen.write(text);
    for (const view of this.views.values()) view.push({ type: 'output', bytes: encoder.encode(text) });
  }

  /** Prints a text without end, or no longer with null. */
  setFlood(text: string | null): void {
    this.#flood = text;
    for (const view of this.views.values()) view.wake();
  }

  /** Takes what was typed, as the program would. */
  type(bytes: Uint8Array): void {
    this.typed += new TextDecoder().decode(bytes);
    for (const typed of this.#keys.read(bytes)) {
      if (typed.kind === 'key') this.#program?.press(typed.key);
      else this.#program?.paste(typed.text);
    }
  }

  /** Lets a view decide on the size, and tells it and the one that did. */
  control(id: string): void {
    if (this.controllingView === id) return;
    const before = this.controllingView === null ? undefined : this.views.get(this.controllingView);
    this.controllingView = id;
    before?.push({ type: 'control', isControlling: false });
    const view = this.views.get(id);
    if (view === undefined) return;
    view.push({ type: 'control', isControlling: true });
    this.resize(view.size);
  }

  resize(size: TerminalSize): void {
    if (size.columns === this.size.columns && size.rows === this.size.rows) return;
    this.size = size;
    this.resizes.push(size);
    this.#screen.resize(size.columns, size.rows);
  }

  /** What a view that comes draws at first. */
  redraw(): Uint8Array {
    return encoder.encode(`\u001bc${this.#log}`);
  }

  /** The lines of the screen, with so many before it at most. */
  async capture(historyLines: number): Promise<{ text: string; historyLines: number; isAlternate: boolean }> {
    await new Promise<void>((resolve) => this.#screen.write('', resolve));
    const buffer = this.#screen.buffer.active;
    const before = Math.min(historyLines, buffer.baseY);
    const lines: string[] = [];
    for (let row = buffer.baseY - before; row < buffer.length; row += 1) {
      lines.push(buffer.getLine(row)?.translateToString(true) ?? '');
    }
    while (lines.length > before && lines.at(-1) === '') lines.pop();
    return { text: lines.join('\n'), historyLines: before, isAlternate: buffer.type === 'alternate' };
  }
}
