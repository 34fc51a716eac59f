import type { WebContents } from '#electron';
import type { ViewState } from '../../contract/views.ts';
import type { Clock } from '../../core/ports.ts';
import { inTime } from './in-time.ts';
import { pageIcon } from './page-icon.ts';
import { cleanTitle } from './page-title.ts';

type Changed = (part: Partial<ViewState>) => void;

/** A page that does not draw its icon has none, milliseconds. */
const iconLimitMs = 5_000;

/** Tells what changes in a page: title, icon, whether it loads, has the keys, fills the window, and what was found in it. */
export function tellChanges(contents: WebContents, changed: Changed, clock: Clock): void {
  contents.on('page-title-updated', (_event, title) => changed({ title: cleanTitle(title) }));
  contents.on('focus', () => changed({ isFocused: true }));
  contents.on('blur', () => changed({ isFocused: false }));
  contents.on('enter-html-full-screen', () => changed({ isFullscreen: true }));
  contents.on('leave-html-full-screen', () => changed({ isFullscreen: false }));
  contents.on('found-in-page', (_event, { matches, activeMatchOrdinal, finalUpdate }) => {
    if (finalUpdate) changed({ found: { matchCount: matches, activeMatch: activeMatchOrdinal } });
  });
  contents.on('did-navigate', () => changed({ found: null }));
  tellLoading(contents, changed, clock);
}

/** Scripts of another world run in a page only when it has stopped loading, so its icon is drawn then. */
function tellLoading(contents: WebContents, changed: Changed, clock: Clock): void {
  let address: string | null = null;
  let [isLoading, isDrawing] = [false, false];
  const draw = async () => {
    if (isLoading || isDrawing) return;
    isDrawing = true;
    // Pages that count in their icon change it while it is drawn.
    while (address !== null && !isLoading && !contents.isDestroyed()) {
      const wanted = address;
      address = null;
      const icon = await inTime(clock, iconLimitMs, pageIcon(contents, wanted));
      if (!contents.isDestroyed()) changed({ icon });
    }
    isDrawing = false;
  };
  contents.on('did-start-loading', () => {
    isLoading = true;
    changed({ isLoading });
  });
  contents.on('did-stop-loading', () => {
    isLoading = false;
    changed({ isLoading });
    void draw();
  });
  contents.on('page-favicon-updated', (_event, addresses) => {
    address = addresses.at(-1) ?? null;
    void draw();
  });
}
