import type { AppContract } from '../contract/contract.ts';
import type { CallContext, Handlers } from '../contract/define.ts';
import { fail, succeed } from '../contract/failure.ts';

const noViews = async () =>
  fail('unavailable', 'gate', 'A browser has no native editor views.', 'Show the editor in a frame of the page.');

const noNotices = async () =>
  fail('unavailable', 'input', 'A browser shows notices itself.', 'Allow them in the browser.');

const noDownloads = async () =>
  fail('unavailable', 'input', 'A browser keeps its downloads itself.', 'Look at the browser’s downloads.');

async function* nothingToTell(_input: unknown, { signal }: CallContext) {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  yield* [];
}

/** What the web shell answers itself. */
export function shellHandlers(version: string): Pick<Handlers<AppContract>, 'shell' | 'views'> {
  return {
    shell: {
      info: async () => succeed({ shell: 'web', version, editorHost: 'iframe' } as const),
      notify: noNotices,
      noticeClicks: nothingToTell,
      // Nothing of a browser's window is the page's to change.
      tell: async () => succeed({}),
      openings: nothingToTell,
      presence: nothingToTell,
      downloads: nothingToTell,
      changeDownload: noDownloads,
      // A frame's keys are its own, and the menu is the browser's.
      commands: nothingToTell,
      useChords: async () => succeed({}),
      zoomPage: async () =>
        fail('unavailable', 'input', 'A browser draws its pages larger itself.', 'Use the browser’s own keys for it.'),
    },
    views: {
      open: noViews,
      watch: nothingToTell,
      place: noViews,
      snapshot: noViews,
      focus: noViews,
      reload: noViews,
      zoom: noViews,
      find: noViews,
      stopFind: noViews,
      unload: noViews,
      keepLive: noViews,
      browse: noViews,
      close: noViews,
    },
  };
}
