import type { Logger } from 'pino';
import type { Result } from '../../../contract/failure.ts';
import type { Session } from '../../../contract/session-words.ts';
import type { Clock } from '../../ports.ts';
import { pause } from '../../streams/pause.ts';
import { toldControl } from '../told-sessions.ts';
import { View, type ViewParts } from './view.ts';

/** A client of tmux that was hung up has gone by then. */
const lookAgainMs = 400;

/** What the views are made of. */
export interface ViewsParts {
  readonly clock: Clock;
  readonly randomHex: (byteCount: number) => string;
  readonly logger: Logger;
}

/** What was seen last of a session that a view is of. */
interface Seen {
  readonly viewerCount: number;
  readonly columns: number;
  readonly rows: number;
}

/** All terminals that are looked at through this process, and who of them decides on a size. */
export class Views {
  readonly #parts: ViewsParts;
  readonly #views = new Map<string, View>();
  readonly #seen = new WeakMap<View, Seen>();
  /** Views that ask for control right now; a window that is dragged larger asks many times. */
  readonly #asking = new Set<View>();

  constructor(parts: ViewsParts) {
    this.#parts = parts;
  }

  find(id: string): View | null {
    return this.#views.get(id) ?? null;
  }

  open(parts: Omit<ViewParts, 'id'>): View {
    const view = new View({ ...parts, id: this.#parts.randomHex(16) });
    this.#views.set(view.id, view);
    return view;
  }

  /** The view is over. Another one of its session that is looked at here may decide on the size from now on. */
  close(view: View): void {
    this.#views.delete(view.id);
    view.hide();
    const heir = view.isControlling ? this.#others(view).findLast(({ isShown }) => isShown) : undefined;
    if (heir !== undefined) void this.#inherit(heir);
  }

  /** Ends the views of a profile, or all of them. */
  leave(profileId: string | null): void {
    for (const view of this.#views.values()) {
      if (profileId === null || view.host.profile.id === profileId) view.leave();
    }
  }

  /** The view decides from now on, as its host said, and no other one of its session does. */
  noteControl(view: View): void {
    for (const other of this.#others(view)) other.setControlling(false);
    view.setControlling(true);
  }

  /** Has the host let the view decide. */
  async takeControl(view: View): Promise<Result<unknown>> {
    const answer = await this.#ask(view, []);
    if (answer.ok) this.noteControl(view);
    return answer;
  }

  /** Lets the view decide where nobody does; who does may look at it from another computer. */
  async takeIfFree(view: View): Promise<void> {
    if (view.sessionId === null || this.#asking.has(view)) return;
    this.#asking.add(view);
    try {
      const answer = await this.#ask(view, ['--if-free']);
      // Without an answer nothing is known; the next look or resize asks again.
      if (!answer.ok || this.find(view.id) !== view) return;
      if (answer.value.isControlling) this.noteControl(view);
      else view.setControlling(false);
    } catch (error) {
      this.#parts.logger.warn({ error }, 'a host could not be asked which view decides on a size');
    } finally {
      this.#asking.delete(view);
    }
  }

  /** Looks at what a host told of its sessions, which shows when a view elsewhere took over or went. */
  see(profileId: string, sessions: readonly Session[]): void {
    for (const view of this.#views.values()) {
      const row = sessions.find(({ id }) => id === view.sessionId);
      if (row === undefined || view.host.profile.id !== profileId || !view.isShown) continue;
      const before = this.#seen.get(view);
      const { viewerCount, columns, rows } = row;
      this.#seen.set(view, { viewerCount, columns, rows });
      const isNews = before?.viewerCount !== viewerCount || before.columns !== columns || before.rows !== rows;
      const isAsWished = view.isControlling && view.size.columns === columns && view.size.rows === rows;
      if (isNews && !isAsWished) void this.takeIfFree(view);
    }
  }

  #others(view: View): readonly View[] {
    if (view.sessionId === null) return [];
    return [...this.#views.values()].filter(
      (other) => other !== view && other.host.link === view.host.link && other.sessionId === view.sessionId,
    );
  }

  #ask(view: View, flags: readonly string[]) {
    const args = ['--id', view.sessionId ?? '', '--view', view.id, ...flags];
    return view.host.remote.call('session-control', args, toldControl);
  }

  async #inherit(heir: View): Promise<void> {
    await this.takeIfFree(heir);
    if (heir.isControlling) return;
    await pause(this.#parts.clock, lookAgainMs);
    if (this.find(heir.id) === heir) await this.takeIfFree(heir);
  }
}
