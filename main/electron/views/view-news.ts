import type { ViewState } from '../../contract/views.ts';
import type { Clock } from '../../core/ports.ts';
import { heard } from '../../core/streams/heard.ts';

/** A page can change its title as often as it likes; it is told of this often, milliseconds. */
const tellEveryMs = 40;

/** What all views show, for those who watch. */
export class ViewNews {
  readonly #clock: Clock;
  readonly #states = new Map<string, ViewState>();
  readonly #changed = new Set<string>();
  readonly #listeners = new Set<(state: ViewState) => void>();
  #isTelling = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes what a view shows; whoever watches is told soon, of the latest only. */
  put(state: ViewState): void {
    this.#states.set(state.tabId, state);
    this.#changed.add(state.tabId);
    if (this.#isTelling) return;
    this.#isTelling = true;
    this.#clock.after(tellEveryMs, () => this.#tell());
  }

  /** Forgets a view. */
  remove(tabId: string): void {
    this.#states.delete(tabId);
    this.#changed.delete(tabId);
  }

  /** All at first, then each that changes, until the signal aborts. */
  follow(signal: AbortSignal): AsyncIterable<ViewState> {
    const listen = (listener: (state: ViewState) => void) => {
      for (const state of this.#states.values()) listener(state);
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    };
    return heard(listen, ({ tabId }) => tabId, signal);
  }

  #tell(): void {
    this.#isTelling = false;
    const states = [...this.#changed].flatMap((tabId) => this.#states.get(tabId) ?? []);
    this.#changed.clear();
    for (const state of states) {
      for (const listener of this.#listeners) listener(state);
    }
  }
}
