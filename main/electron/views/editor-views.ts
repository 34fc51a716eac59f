import type { Logger } from 'pino';
import { type BrowserWindow, shell } from '#electron';
import type { AppContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { fail, succeed } from '../../contract/failure.ts';
import type { Gate } from '../../core/gate/gate.ts';
import { EditorView } from './editor-view.ts';

/** The editor views of one window, by tab. */
export class EditorViews {
  readonly #window: BrowserWindow;
  readonly #gate: Gate;
  readonly #logger: Logger;
  readonly #views = new Map<string, EditorView>();

  constructor(window: BrowserWindow, gate: Gate, logger: Logger) {
    this.#window = window;
    this.#gate = gate;
    this.#logger = logger;
  }

  readonly handlers: Handlers<AppContract>['views'] = {
    open: async ({ tabId, profileId, instanceId, origin, bounds }) => {
      const entry = this.#gate.find(profileId, instanceId);
      if (entry === null || entry.origin !== origin) {
        return fail('gate-failed', 'gate', 'The gate does not know this editor.', 'Open the repository again.');
      }
      const present = this.#views.get(tabId);
      if (present?.isUsable === true && present.target.entry.origin === origin) {
        present.place(bounds, true);
        return succeed({});
      }
      if (present !== undefined && !(await this.#close(tabId))) {
        return fail('unavailable', 'gate', 'The tab still shows another editor.', 'Close that editor first.');
      }
      const view = new EditorView(this.#window, { profileId, instanceId, entry }, this.#logger);
      this.#views.set(tabId, view);
      view.place(bounds, true);
      try {
        await view.load();
      } catch (error) {
        if (this.#views.get(tabId) === view) await this.#close(tabId);
        const detail = String(error);
        return fail('gate-failed', 'gate', 'The editor’s page cannot be loaded.', 'Open it again.', { detail });
      }
      return succeed({});
    },
    place: async ({ tabId, bounds, isVisible }) => {
      const view = this.#views.get(tabId);
      if (view === undefined) {
        return fail('unavailable', 'gate', 'This tab has no editor view.', 'Open the repository again.');
      }
      view.place(bounds, isVisible);
      return succeed({});
    },
    browse: async ({ profileId, instanceId }) => {
      const entry = this.#gate.find(profileId, instanceId);
      if (entry === null) {
        return fail('gate-failed', 'gate', 'The gate does not know this page.', 'Forward the port again.');
      }
      try {
        await shell.openExternal(entry.issueEntryUrl());
        return succeed({});
      } catch (error) {
        const detail = String(error);
        return fail('unavailable', 'gate', 'No browser could be opened.', 'Open the page in a tab.', { detail });
      }
    },
    close: async ({ tabId }) => succeed({ isClosed: await this.#close(tabId) }),
  };

  /** Closes every view, asking where work is unsaved; tells whether all are gone. */
  async closeAll(): Promise<boolean> {
    for (const tabId of this.#views.keys()) {
      if (!(await this.#close(tabId))) return false;
    }
    return true;
  }

  /** Ends every view without asking. */
  discardAll(): void {
    for (const view of this.#views.values()) view.discard();
    this.#views.clear();
  }

  async #close(tabId: string): Promise<boolean> {
    const view = this.#views.get(tabId);
    const isClosed = view === undefined || (await view.close());
    if (isClosed && this.#views.get(tabId) === view) this.#views.delete(tabId);
    return isClosed;
  }
}
