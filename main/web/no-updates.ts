import type { AppContract } from '../contract/contract.ts';
import type { Handlers } from '../contract/define.ts';
import { fail } from '../contract/failure.ts';

const noUpdates = async () =>
  fail('unavailable', 'input', 'A browser cannot bring Berth up to date.', 'Update the program that serves this page.');

/** What the web shell says of later versions: whoever started it looks after them. */
export function noUpdateHandlers(installed: string): Handlers<AppContract>['updates'] {
  return {
    async *watch(_input, { signal }) {
      yield { installed, status: { state: 'off' }, isInstallable: false, releasesUrl: null };
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    },
    look: noUpdates,
    fetch: noUpdates,
    install: noUpdates,
  };
}
