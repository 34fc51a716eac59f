import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TerminalItem } from '../../../main/contract/session-attach.ts';
import type { TerminalSize } from '../../../main/contract/session-words.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import type { PageClock } from '../../api/page-clock.ts';
import { ask, type Problem } from '../../api/problem.ts';
import type { Session as PageSession } from '../../api/session.ts';
import { createInputQueue } from './input-queue.ts';

/** How a view of a terminal stands. */
export type AttachPhase =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open' }
  /** The last picture stays. Without a problem it is Berth itself that does not answer. */
  | { readonly kind: 'away'; readonly problem: Problem | null; readonly isRetried: boolean }
  | { readonly kind: 'closed'; readonly reason: 'detached' | 'ended' }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** What is known of a view. */
export interface AttachmentState {
  readonly phase: AttachPhase;
  /** False while another view decides on the size. */
  readonly isControlling: boolean;
  /** False for a shell that ends with the link; null until that is told. */
  readonly isKept: boolean | null;
  /** Something was drawn, which stays when the terminal is away. */
  readonly hasPicture: boolean;
}

/** What draws. */
interface AttachedScreen {
  /** Forgets what was drawn; what comes is drawn anew. `isKept` is false for a shell that ends with the link. */
  readonly reset: (isKept: boolean) => void;
  /** Draws, and is done when that is done: until then nothing more is asked for. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
}

/** One view of a terminal. */
export interface Attachment {
  readonly store: StoreApi<AttachmentState>;
  /** Begins to follow the terminal; `isControlling` takes the size over from other views. */
  start(size: TerminalSize, isControlling?: boolean): void;
  /** Types, where the terminal is there; what is typed while it is away goes nowhere. */
  type(bytes: Uint8Array): void;
  /** Tells how large the view is, when that has changed. */
  resize(size: TerminalSize): void;
  takeControl(): Promise<Problem | null>;
  /** Attaches anew after it failed, was closed or is away for good. */
  again(): void;
  /** Leaves; the session goes on. */
  close(): void;
}

interface AttachmentParts {
  readonly session: Pick<PageSession, 'client' | 'onOpen'>;
  readonly clock: PageClock;
  readonly profileId: string;
  /** Null is a plain shell. */
  readonly sessionId: string | null;
  /** Where a plain shell starts; null is the home folder. */
  readonly path: string | null;
  readonly screen: AttachedScreen;
}

/** Pause before a stream that broke is asked for again, milliseconds. */
const restartDelayMs = 2_000;
const beginning: AttachmentState = {
  phase: { kind: 'opening' },
  isControlling: false,
  isKept: null,
  hasPicture: false,
};

/** Makes a view; nothing is asked for until it starts. */
export function createAttachment(parts: AttachmentParts): Attachment {
  const { clock, profileId, sessionId, path, screen } = parts;
  const client: BerthClient['sessions'] = parts.session.client.sessions;
  const store = createStore<AttachmentState>(() => beginning);
  let size: TerminalSize = { columns: 80, rows: 24 };
  let told: TerminalSize = size;
  let view: string | null = null;
  let controller = new AbortController();
  let hasStarted = false;
  let wantsControl = false;
  let cancelRestart: () => void = () => undefined;

  const isOpen = () => view !== null && store.getState().phase.kind === 'open';
  // A view that is gone tells so by its stream; what was typed for it is lost with it.
  const input = createInputQueue((bytes) =>
    view === null ? Promise.resolve() : ask(() => client.type({ view: view ?? '', bytes })),
  );

  const begin = () => {
    controller.abort();
    cancelRestart();
    controller = new AbortController();
    view = null;
    input.clear();
    void run(controller.signal);
  };
  const run = async (signal: AbortSignal) => {
    told = size;
    const question = {
      profile: profileId,
      session: sessionId,
      path,
      size,
      isControlling: wantsControl,
    };
    let isOver = false;
    try {
      for await (const item of client.attach(question, { signal })) {
        if (signal.aborted) return;
        await take(item);
        isOver = item.type === 'closed' || item.type === 'failed';
      }
    } catch {
      // A lost channel: the next one attaches anew, and the page tells that Berth itself is away.
    }
    view = null;
    if (signal.aborted || isOver) return;
    store.setState({ phase: { kind: 'away', problem: null, isRetried: true } });
    cancelRestart = clock.after(restartDelayMs, begin);
  };
  const take = async (item: TerminalItem) => {
    switch (item.type) {
      case 'opened':
        view = item.view;
        screen.reset(item.isKept);
        store.setState({ phase: { kind: 'open' }, isControlling: item.isControlling, isKept: item.isKept });
        tellSize();
        return;
      case 'output':
        await screen.write(item.bytes);
        if (!store.getState().hasPicture) store.setState({ hasPicture: true });
        return;
      case 'control':
        wantsControl = item.isControlling;
        store.setState({ isControlling: item.isControlling });
        return;
      case 'away':
        view = null;
        input.clear();
        store.setState({ phase: { kind: 'away', problem: item.failure, isRetried: item.isRetried } });
        return;
      case 'closed':
        store.setState({ phase: { kind: 'closed', reason: item.reason } });
        return;
      default:
        store.setState({ phase: { kind: 'failed', problem: item.failure } });
    }
  };
  const tellSize = () => {
    if (view === null || (told.columns === size.columns && told.rows === size.rows)) return;
    told = size;
    const asked = { view, size };
    // A view that is gone has no size; its stream tells that it is gone.
    void ask(() => client.resize(asked));
  };
  let unsubscribe: () => void = () => undefined;

  return {
    store,
    start(first, isControlling = false) {
      size = first;
      wantsControl = isControlling;
      if (hasStarted) return;
      hasStarted = true;
      // A view that ended by itself is begun anew only where somebody asks for it.
      unsubscribe = parts.session.onOpen(() => {
        const { kind } = store.getState().phase;
        if (kind !== 'closed' && kind !== 'failed') begin();
      });
    },
    type(bytes) {
      if (isOpen()) input.push(bytes);
    },
    resize(next) {
      size = next;
      if (isOpen()) tellSize();
    },
    async takeControl() {
      if (view === null) return null;
      const asked = { view };
      const answer = await ask(() => client.takeControl(asked));
      return answer.ok ? null : answer.failure;
    },
    again() {
      store.setState({ phase: { kind: 'opening' } });
      begin();
    },
    close() {
      unsubscribe();
      cancelRestart();
      controller.abort();
    },
  };
}
