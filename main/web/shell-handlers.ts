import type { AppContract } from '../contract/contract.ts';
import type { Handlers } from '../contract/define.ts';
import { fail, succeed } from '../contract/failure.ts';

const noViews = async () =>
  fail('unavailable', 'gate', 'A browser has no native editor views.', 'Show the editor in a frame of the page.');

/** What the web shell answers itself. */
export function shellHandlers(version: string): Pick<Handlers<AppContract>, 'shell' | 'views'> {
  return {
    shell: { info: async () => succeed({ shell: 'web', version, editorHost: 'iframe' } as const) },
    views: { open: noViews, place: noViews, close: noViews },
  };
}
