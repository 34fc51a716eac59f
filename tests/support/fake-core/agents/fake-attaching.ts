import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Failure, fail, type Result, succeed } from '../../../../main/contract/failure.ts';
import type { HostStatus } from '../../../../main/contract/hosts.ts';
import type { TerminalItem } from '../../../../main/contract/session-attach.ts';
import type { TerminalSize } from '../../../../main/contract/session-words.ts';
import { type FakeTerminal, FakeTerminalView } from './fake-terminal.ts';

/** What the views of fake terminals need of the other fakes. */
export interface FakeAttachingParts {
  /** The id of the host's profile once its link is up. */
  readonly connect: (reference: string) => Promise<Result<string>>;
  readonly statusOf: (profileId: string) => HostStatus;
  /** The terminal of a session, or of a plain shell with null; a failure where it cannot be attached. */
  readonly terminalOf: (profileId: string, session: string | null, path: string | null) => Result<FakeTerminal>;
  /** A session has so many views now, or another size. */
  readonly onViews: (profileId: string, terminal: FakeTerminal) => void;
}

interface AttachInput {
  readonly profile: string;
  readonly session: string | null;
  readonly path?: string | null;
  readonly size: TerminalSize;
  readonly isControlling?: boolean;
}

type OnView = { readonly view: string };

/** Bytes of a flood that a view is handed at once. */
const floodBytes = 16_384;
const lost: Failure = fail('link-lost', 'session', 'The connection was cut.', 'Wait, it is tried again.').failure;
const gone = () => fail('session-ended', 'tmux', 'This view of the terminal is gone.', 'Open the terminal again.');

/** The views of fake terminals. */
export class FakeAttaching {
  readonly #parts: FakeAttachingParts;
  readonly #terminals = new Map<string, FakeTerminal>();
  readonly #wakers = new Set<() => void>();
  #count = 0;

  constructor(parts: FakeAttachingParts) {
    this.#parts = parts;
  }

  /** Lets every view look at its link again. */
  wake(): void {
    for (const wake of this.#wakers) wake();
  }

  /** Ends every view of a terminal that is over. */
  close(terminal: FakeTerminal): void {
    terminal.setFlood(null);
    for (const view of terminal.views.values()) view.push({ type: 'closed', reason: 'ended' });
  }

  handlers() {
    return {
      attach: (input: AttachInput, { signal }: { readonly signal: AbortSignal }) => this.#attach(input, signal),
      type: async ({ view, bytes }: OnView & { readonly bytes: Uint8Array }) => {
        const terminal = this.#terminals.get(view);
        if (terminal === undefined) return gone();
        terminal.type(bytes);
        return succeed({});
      },
      resize: async ({ view: id, size }: OnView & { readonly size: TerminalSize }) => {
        const terminal = this.#terminals.get(id);
        const view = terminal?.views.get(id);
        if (terminal === undefined || view === undefined) return gone();
        view.size = size;
        if (terminal.controllingView === id) terminal.resize(size);
        this.#tellViews(terminal);
        return succeed({});
      },
      takeControl: async ({ view }: OnView) => {
        const terminal = this.#terminals.get(view);
        if (terminal === undefined) return gone();
        terminal.control(view);
        this.#tellViews(terminal);
        return succeed({});
      },
    };
  }

  readonly #profiles = new Map<FakeTerminal, string>();

  #tellViews(terminal: FakeTerminal): void {
    this.#parts.onViews(this.#profiles.get(terminal) ?? '', terminal);
  }

  async *#attach(input: AttachInput, signal: AbortSignal): AsyncGenerator<TerminalItem> {
    const way = await this.#parts.connect(input.profile);
    if (!way.ok) return yield { type: 'failed', failure: way.failure };
    const profileId = way.value;
    let isControlling = input.isControlling ?? false;
    while (!signal.aborted) {
      const found = this.#parts.terminalOf(profileId, input.session, input.path ?? null);
      if (!found.ok) return yield { type: 'failed', failure: found.failure };
      const terminal = found.value;
      const view = this.#open(profileId, terminal, input.size, isControlling);
      try {
        const isKept = input.session !== null;
        yield { type: 'opened', view: view.id, isControlling: terminal.controllingView === view.id, isKept };
        yield { type: 'output', bytes: terminal.redraw() };
        for await (const item of this.#items(profileId, terminal, view, signal)) {
          yield item;
          if (item.type === 'closed') return;
        }
      } finally {
        isControlling = terminal.controllingView === view.id;
        this.#leave(terminal, view);
      }
      if (signal.aborted) return;
      if (input.session === null) return yield { type: 'closed', reason: 'ended' };
      yield* this.#away(profileId, signal);
    }
  }

  /** Told until the link is back. */
  async *#away(profileId: string, signal: AbortSignal): AsyncGenerator<TerminalItem> {
    let told = '';
    while (!signal.aborted) {
      const { state, failure } = this.#parts.statusOf(profileId);
      if (state === 'connected') return;
      if (state !== told) {
        const isRetried = state === 'connecting' || state === 'reconnecting';
        yield { type: 'away', failure: failure ?? lost, isRetried };
        told = state;
        continue;
      }
      await this.#next(signal, null);
    }
  }

  /** What a view is told while its link is up; a flood begins again each time that it is taken. */
  async *#items(
    profileId: string,
    terminal: FakeTerminal,
    view: FakeTerminalView,
    signal: AbortSignal,
  ): AsyncGenerator<TerminalItem> {
    while (!signal.aborted && this.#parts.statusOf(profileId).state === 'connected') {
      const item = view.items.shift();
      if (item !== undefined) yield item;
      else if (terminal.flood !== null) {
        const text = terminal.flood.repeat(Math.ceil(floodBytes / terminal.flood.length));
        yield { type: 'output', bytes: new TextEncoder().encode(text) };
        // What is typed meanwhile is heard in between.
        await nextTurn();
      } else await this.#next(signal, view);
    }
  }

  #open(profileId: string, terminal: FakeTerminal, size: TerminalSize, isControlling: boolean): FakeTerminalView {
    this.#count += 1;
    const view = new FakeTerminalView(`view-${this.#count}`, size);
    terminal.views.set(view.id, view);
    this.#terminals.set(view.id, terminal);
    this.#profiles.set(terminal, profileId);
    if (isControlling || terminal.views.size === 1) {
      terminal.control(view.id);
      // Its first item says so already.
      view.items.length = 0;
    }
    this.#tellViews(terminal);
    return view;
  }

  #leave(terminal: FakeTerminal, view: FakeTerminalView): void {
    terminal.views.delete(view.id);
    this.#terminals.delete(view.id);
    if (terminal.controllingView === view.id) terminal.controllingView = null;
    const [next] = terminal.views.keys();
    if (terminal.controllingView === null && next !== undefined) terminal.control(next);
    this.#tellViews(terminal);
  }

  async #next(signal: AbortSignal, view: FakeTerminalView | null): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = () => {
        this.#wakers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#wakers.add(wake);
      signal.addEventListener('abort', wake);
      if (view !== null) view.wake = wake;
      if (signal.aborted || (view !== null && view.items.length > 0)) wake();
    });
  }
}
