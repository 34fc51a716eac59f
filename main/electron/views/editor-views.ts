import { type Failure, fail, type Result, succeed } from '../../contract/failure.ts';
import type { Gate, GateEntry } from '../../core/gate/gate.ts';
import { agingViews } from './aging.ts';
import type { ViewSurroundings } from './editor-view.ts';
import { type Placing, TabView, type TabViewOptions } from './tab-view.ts';
import { ViewNews } from './view-news.ts';
import { isForwardedPage } from './view-session.ts';
import { giveKeys } from './window-keys.ts';

/** What the views of a window are made with. */
export interface EditorViewsOptions extends ViewSurroundings {
  readonly gate: Gate;
  /** How many hidden views may stay live. */
  readonly liveMost: () => number;
  /** Whether something works in an instance, which would end with its page. */
  readonly isAtWork: (instance: { readonly profileId: string; readonly instanceId: string }) => Promise<boolean>;
}

/** What a tab wants to be shown. */
export interface Wanted extends Pick<TabViewOptions, 'tabId' | 'profileId' | 'instanceId' | 'zoomFactor'> {
  readonly origin: string;
}

type Outcome = Result<Record<string, never>, Failure & { readonly kind: 'unavailable' | 'gate-failed' }>;

/** One that has unsaved work, or where something works, is tried again after this, milliseconds. */
const retryMs = 10 * 60_000;

const unknownEditor = () =>
  fail('gate-failed', 'gate', 'The gate does not know this editor.', 'Open the repository again.');

/** The editor views of one window, by tab. */
export class EditorViews {
  /** What they show, for those who watch. */
  readonly news: ViewNews;
  readonly #options: EditorViewsOptions;
  readonly #tabs = new Map<string, TabView>();
  #keptTabIds: ReadonlySet<string> = new Set();
  #callOffAging: (() => void) | null = null;

  constructor(options: EditorViewsOptions) {
    const { window, clock } = options;
    this.#options = options;
    this.news = new ViewNews(clock);
    const lay = () => {
      for (const tab of this.#tabs.values()) tab.lay();
    };
    // macOS moves into full screen by and by; its end is when the size is known.
    window.on('resize', lay).on('enter-full-screen', lay).on('leave-full-screen', lay);
    // A page that is loaded anew shows none of them yet. It opens the same tabs, and finds their views as they were.
    window.webContents.on('did-navigate', () => this.#hideAll());
  }

  find(tabId: string): TabView | null {
    return this.#tabs.get(tabId) ?? null;
  }

  /** Shows an editor in the view of a tab, which stays the same while it shows the same. */
  async open({ origin, ...wanted }: Wanted, placing: Placing): Promise<Outcome> {
    const { tabId, profileId, instanceId } = wanted;
    const entry = this.#options.gate.find(profileId, instanceId);
    if (entry === null || entry.origin !== origin) return unknownEditor();
    // A view that is on its way out would be told open, and then be gone.
    while (this.find(tabId)?.isEnding === true) await this.find(tabId)?.settled();
    const present = this.#tabs.get(tabId);
    if (present?.live?.target.entry.origin === origin) {
      this.place(present, placing);
      return succeed({});
    }
    if (present !== undefined && !(await this.close(tabId))) {
      return fail('unavailable', 'gate', 'The tab still shows another editor.', 'Close that editor first.');
    }
    const tab = this.#add(wanted);
    this.place(tab, placing);
    const outcome = await this.#load(tab, entry);
    if (!outcome.ok) this.#remove(tab);
    return outcome;
  }

  /** Moves, shows or hides the view of a tab. */
  place(tab: TabView, placing: Placing): void {
    tab.place(placing);
    this.#age();
  }

  /** Begins to load what is shown and was unloaded; what becomes of it is told with its condition. */
  wake(tab: TabView): Outcome {
    if (!tab.placing.isVisible || tab.isEnding || tab.state.condition !== 'unloaded') return succeed({});
    const entry = this.#entryOf(tab);
    if (entry === null) return unknownEditor();
    void this.#load(tab, entry);
    return succeed({});
  }

  /** Loads a page again; one that ended, or takes no input, in a fresh view. */
  async reload(tab: TabView): Promise<Outcome> {
    await tab.settled();
    if (tab.live !== null) {
      tab.live.reload();
      return succeed({});
    }
    const entry = this.#entryOf(tab);
    if (entry === null) return unknownEditor();
    tab.discard();
    return this.#load(tab, entry);
  }

  /** Gives a page up, unless it has unsaved work; tells whether it is unloaded. */
  async unload(tab: TabView): Promise<boolean> {
    const isUnloaded = await tab.end('unload');
    if (isUnloaded && this.find(tab.state.tabId) === tab) this.wake(tab);
    return isUnloaded;
  }

  /** Names the tabs whose pages are never given up. */
  keepLive(tabIds: readonly string[]): void {
    this.#keptTabIds = new Set(tabIds);
    this.#age();
  }

  /** Gives the keys back to the page around the views. */
  focusPage(): void {
    const { window } = this.#options;
    for (const tab of this.#tabs.values()) tab.forgetKeys();
    giveKeys(window, window.webContents);
  }

  /** Closes the view of a tab, asking where work is unsaved; tells whether it is gone. */
  async close(tabId: string): Promise<boolean> {
    const tab = this.#tabs.get(tabId);
    if (tab === undefined) return true;
    const isClosed = await tab.end('close');
    if (isClosed) this.#remove(tab);
    return isClosed;
  }

  /** Closes every view, asking where work is unsaved; tells whether all are gone. If not, what is shown comes back. */
  async closeAll(): Promise<boolean> {
    for (const tab of this.#tabs.values()) {
      if (await tab.end('close')) continue;
      for (const closed of this.#tabs.values()) this.wake(closed);
      return false;
    }
    this.discardAll();
    return true;
  }

  /** Ends every view without asking. */
  discardAll(): void {
    this.#callOffAging?.();
    this.#callOffAging = null;
    for (const tab of [...this.#tabs.values()]) this.#remove(tab);
  }

  #hideAll(): void {
    for (const tab of this.#tabs.values()) this.place(tab, { ...tab.placing, isVisible: false, isCovered: false });
  }

  #add(wanted: Omit<Wanted, 'origin'>): TabView {
    const { tabId } = wanted;
    const tab = new TabView({
      ...this.#options,
      ...wanted,
      onChange: (state) => {
        if (this.#tabs.get(tabId) === tab) this.news.put(state);
      },
    });
    this.#tabs.set(tabId, tab);
    return tab;
  }

  #remove(tab: TabView): void {
    const { tabId } = tab.state;
    if (this.#tabs.get(tabId) === tab) {
      this.#tabs.delete(tabId);
      this.news.remove(tabId);
    }
    tab.discard();
  }

  #entryOf({ profileId, instanceId }: TabView): GateEntry | null {
    return this.#options.gate.find(profileId, instanceId);
  }

  async #load(tab: TabView, entry: GateEntry): Promise<Outcome> {
    try {
      await tab.load(entry);
      return succeed({});
    } catch (error) {
      const detail = String(error);
      this.#options.logger.warn({ instanceId: tab.instanceId, detail }, 'an editor view could not be loaded');
      return fail('gate-failed', 'gate', 'The editor’s page cannot be loaded.', 'Open it again.', { detail });
    }
  }

  /** Unloads what was hidden for long, and looks again when more of it will be. */
  #age(): void {
    const { clock, liveMost } = this.#options;
    this.#callOffAging?.();
    const hidden = [...this.#tabs.values()].flatMap(({ live, hiddenAtMs, keptUntilMs, state }) => {
      const isAging = live !== null && state.condition === 'live' && !this.#keptTabIds.has(state.tabId);
      return isAging && hiddenAtMs !== null ? [{ tabId: state.tabId, hiddenAtMs, keptUntilMs }] : [];
    });
    const { dueTabIds, nextAtMs } = agingViews(hidden, liveMost(), clock.nowMs());
    this.#callOffAging = nextAtMs === null ? null : clock.after(nextAtMs - clock.nowMs(), () => this.#age());
    for (const tabId of dueTabIds) {
      const tab = this.#tabs.get(tabId);
      if (tab !== undefined) void this.#giveUp(tab);
    }
  }

  /** Unloads what nobody sees, if nothing is lost by it. */
  async #giveUp(tab: TabView): Promise<void> {
    const { clock, logger, isAtWork } = this.#options;
    tab.keptUntilMs = clock.nowMs() + retryMs;
    try {
      if (!isForwardedPage(tab) && (await isAtWork(tab))) return;
      if (tab.hiddenAtMs !== null && (await this.unload(tab))) tab.keptUntilMs = 0;
    } catch (error) {
      logger.warn({ err: error }, 'it could not be told whether an editor is at work');
    } finally {
      this.#age();
    }
  }
}
