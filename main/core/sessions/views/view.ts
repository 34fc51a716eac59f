import type { TerminalItem } from '../../../contract/session-attach.ts';
import type { TerminalSize } from '../../../contract/session-words.ts';
import type { Host } from '../../host.ts';
import type { RemoteTerminal } from '../../remote/remote-terminal.ts';

type Notice = Extract<TerminalItem, { type: 'control' }>;

/** What a view is of. */
export interface ViewParts {
  /** Nobody can guess it: whoever knows it may type. */
  readonly id: string;
  readonly host: Host;
  /** Null: a plain shell. */
  readonly sessionId: string | null;
  readonly size: TerminalSize;
}

/** One terminal as one reader sees it; it stays the same view while the link is away. */
export class View {
  readonly id: string;
  readonly host: Host;
  readonly sessionId: string | null;
  readonly #left = new AbortController();
  #size: TerminalSize;
  #terminal: RemoteTerminal | null = null;
  #isControlling = false;
  #notices: Notice[] = [];
  #wake: () => void = () => {};

  constructor({ id, host, sessionId, size }: ViewParts) {
    this.id = id;
    this.host = host;
    this.sessionId = sessionId;
    this.#size = size;
  }

  get size(): TerminalSize {
    return this.#size;
  }

  /** Whether it decides on the size of its terminal, as far as that is known here. */
  get isControlling(): boolean {
    return this.#isControlling;
  }

  /** Whether it is shown now, and not away. */
  get isShown(): boolean {
    return this.#terminal !== null;
  }

  /** Aborts when the view is to end. */
  get left(): AbortSignal {
    return this.#left.signal;
  }

  leave(): void {
    this.#left.abort();
    this.#wake();
  }

  /** Has a terminal from now on. Its size is told anew, because it may be another one than was asked for. */
  show(terminal: RemoteTerminal, isControlling: boolean): void {
    this.#terminal = terminal;
    this.#isControlling = isControlling;
    // What was noticed before is told by what opens the view.
    this.#notices = [];
    terminal.resize(this.#size);
  }

  /** Its terminal is gone; nothing can be typed until there is another one. */
  hide(): void {
    this.#terminal = null;
  }

  /** Whether there was a terminal to type into. */
  type(bytes: Uint8Array): boolean {
    this.#terminal?.write(bytes);
    return this.#terminal !== null;
  }

  resize(size: TerminalSize): void {
    this.#size = size;
    this.#terminal?.resize(size);
  }

  /** Notes whether it decides on the size, and has its reader told when that is news. */
  setControlling(isControlling: boolean): void {
    if (this.#isControlling === isControlling) return;
    this.#isControlling = isControlling;
    this.#notices = [{ type: 'control', isControlling }];
    this.#wake();
  }

  /** What its reader is to be told by now. */
  takeNotices(): readonly Notice[] {
    return this.#notices.splice(0);
  }

  /** Calls `wake` when there is something to take, or the view is to end. */
  onNews(wake: () => void): void {
    this.#wake = wake;
  }
}
