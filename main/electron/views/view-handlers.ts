import { shell } from '#electron';
import type { AppContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { fail, succeed } from '../../contract/failure.ts';
import type { Gate } from '../../core/gate/gate.ts';
import type { EditorViews } from './editor-views.ts';
import type { TabView } from './tab-view.ts';

const noView = () => fail('unavailable', 'gate', 'This tab has no editor view.', 'Open the repository again.');

/** What a page may ask of the views of its window. */
export function viewHandlers(views: EditorViews, gate: Gate): Handlers<AppContract>['views'] {
  const on = (tabId: string, act: (tab: TabView) => void) => {
    const tab = views.find(tabId);
    if (tab === null) return noView();
    act(tab);
    return succeed({});
  };
  return {
    open: async ({ bounds, isVisible, ...wanted }) => views.open(wanted, { bounds, isVisible, isCovered: false }),
    watch: (_input, { signal }) => views.news.follow(signal),
    place: async ({ tabId, ...placing }) => {
      const tab = views.find(tabId);
      if (tab === null) return noView();
      views.place(tab, placing);
      return views.wake(tab);
    },
    snapshot: async ({ tabId }) => {
      const tab = views.find(tabId);
      return tab === null ? noView() : succeed({ image: await tab.picture() });
    },
    focus: async ({ tabId }) => {
      if (tabId !== null) return on(tabId, (tab) => tab.focus());
      views.focusPage();
      return succeed({});
    },
    reload: async ({ tabId }) => {
      const tab = views.find(tabId);
      return tab === null ? noView() : views.reload(tab);
    },
    zoom: async ({ tabId, zoomFactor }) => on(tabId, (tab) => tab.zoom(zoomFactor)),
    find: async ({ tabId, text, isForward, isNext, hasCase }) =>
      on(tabId, ({ live }) => {
        // Electron says `findNext` of the first request of a search.
        live?.contents.findInPage(text, { forward: isForward, findNext: !isNext, matchCase: hasCase });
      }),
    stopFind: async ({ tabId }) => on(tabId, (tab) => tab.stopFind()),
    unload: async ({ tabId }) => {
      const tab = views.find(tabId);
      return tab === null ? noView() : succeed({ isUnloaded: await views.unload(tab) });
    },
    keepLive: async ({ tabIds }) => {
      views.keepLive(tabIds);
      return succeed({});
    },
    browse: async ({ profileId, instanceId }) => {
      const entry = gate.find(profileId, instanceId);
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
    close: async ({ tabId }) => succeed({ isClosed: await views.close(tabId) }),
  };
}
