import type { AppContract } from '../../../main/contract/contract.ts';
import type { Handlers } from '../../../main/contract/define.ts';
import { fail, succeed } from '../../../main/contract/failure.ts';
import type { ViewState } from '../../../main/contract/views.ts';
import { Topic } from './topic.ts';

/** A native view that nobody sees: what its tab asked for, and what it tells. */
export interface FakeView {
  readonly isVisible: boolean;
  readonly width: number;
  readonly x: number;
  readonly state: ViewState;
}

const unknown = () => fail('unavailable', 'gate', 'This tab has no editor view.', 'Open the repository again.');

/** A picture of one grey pixel. */
export const fakeSnapshot =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

/** The native views of a desktop without any. */
export class FakeViews {
  /** The open ones, by tab id. */
  readonly byTab = new Map<string, FakeView>();
  /** What was asked of them in turn: `reload a`, `find a text`. */
  readonly asked: string[] = [];
  /** Whether the user stays when a view is closed. */
  isStaying = false;
  /** The keys move when this is over; at once unless told otherwise. */
  untilFocus = Promise.resolve();
  /** The tabs that are to stay live. */
  keptTabIds: readonly string[] = [];
  readonly #states = new Topic<readonly ViewState[]>([]);

  /** Changes what a view tells, as if it happened in its page. */
  set(tabId: string, part: Partial<ViewState>): void {
    const view = this.byTab.get(tabId);
    if (view === undefined) throw new Error(`The fake has no view of the tab ${tabId}`);
    this.byTab.set(tabId, { ...view, state: { ...view.state, ...part } });
    this.#tell();
  }

  readonly handlers: Handlers<AppContract>['views'] = {
    open: async ({ tabId, bounds: { x, width }, isVisible, zoomFactor }) => {
      const state = {
        tabId,
        title: '',
        icon: null,
        isLoading: false,
        isFocused: false,
        isFullscreen: false,
        zoomFactor,
        condition: 'live',
        found: null,
      } as const;
      this.byTab.set(tabId, { isVisible, width, x, state });
      this.#tell();
      return succeed({});
    },
    watch: (_input, { signal }) => this.#watch(signal),
    place: async ({ tabId, bounds: { x, width }, isVisible }) => {
      const view = this.byTab.get(tabId);
      if (view === undefined) return unknown();
      const isBack = isVisible && view.state.condition === 'unloaded';
      const state = isBack ? { ...view.state, condition: 'live' as const } : view.state;
      this.byTab.set(tabId, { isVisible, width, x, state });
      if (isBack) this.#tell();
      return succeed({});
    },
    snapshot: async ({ tabId }) => succeed({ image: this.byTab.has(tabId) ? fakeSnapshot : null }),
    focus: async ({ tabId }) => {
      this.asked.push(`focus ${tabId ?? 'page'}`);
      await this.untilFocus;
      for (const id of this.byTab.keys()) this.set(id, { isFocused: id === tabId });
      return succeed({});
    },
    reload: async ({ tabId }) => this.#ask(tabId, 'reload', { condition: 'live' }),
    zoom: async ({ tabId, zoomFactor }) => this.#ask(tabId, `zoom ${zoomFactor}`, { zoomFactor }),
    find: async ({ tabId, text }) => this.#ask(tabId, `find ${text}`, { found: { matchCount: 3, activeMatch: 1 } }),
    stopFind: async ({ tabId }) => this.#ask(tabId, 'stop-find', { found: null }),
    unload: async ({ tabId }) => {
      const answer = this.#ask(tabId, 'unload', { condition: 'unloaded' });
      return answer.ok ? succeed({ isUnloaded: true }) : answer;
    },
    keepLive: async ({ tabIds }) => {
      this.keptTabIds = tabIds;
      return succeed({});
    },
    browse: async () => succeed({}),
    close: async ({ tabId }) => {
      if (this.isStaying && this.byTab.has(tabId)) return succeed({ isClosed: false });
      this.byTab.delete(tabId);
      this.#tell();
      return succeed({ isClosed: true });
    },
  };

  #ask(tabId: string, what: string, part: Partial<ViewState>) {
    if (!this.byTab.has(tabId)) return unknown();
    this.asked.push(`${what} ${tabId}`);
    this.set(tabId, part);
    return succeed({});
  }

  #tell(): void {
    this.#states.publish([...this.byTab.values()].map(({ state }) => state));
  }

  async *#watch(signal: AbortSignal): AsyncGenerator<ViewState, void, void> {
    const told = new Map<string, ViewState>();
    for await (const states of this.#states.follow(signal)) {
      for (const state of states) {
        if (told.get(state.tabId) === state) continue;
        told.set(state.tabId, state);
        yield state;
      }
    }
  }
}
