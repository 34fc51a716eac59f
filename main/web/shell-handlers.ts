import type { AppContract } from '../contract/contract.ts';
import type { CallContext, Handlers } from '../contract/define.ts';
import { fail, succeed } from '../contract/failure.ts';

const noViews = async () =>
  fail('unavailable', 'gate', 'A browser has no native editor views.', 'Show the editor in a frame of the page.');

const noNotices = async () =>
  fail('unavailable', 'input', 'A browser shows notices itself.', 'Allow them in the browser.');

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
