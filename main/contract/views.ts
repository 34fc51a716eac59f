import { z } from 'zod';
import { call, stream } from './define.ts';

const bounds = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().min(0),
  height: z.number().min(0),
});
/** Where a view lies on the page, CSS pixels. */
export type Bounds = z.output<typeof bounds>;

const tabId = z.string().min(1).max(64);
const ofTab = z.object({ tabId });
const nothing = z.object({});

/** How large a page may be drawn, times its usual size. */
export const zoomLimits = { least: 0.5, most: 3 } as const;
const zoomFactor = z.number().min(zoomLimits.least).max(zoomLimits.most);

/**
 * `loading`: its page is on the way for the first time, or again. `live`: it is there. `crashed`: its process ended.
 * `unresponsive`: it takes no input. `unloaded`: given up to save memory, or by itself; it loads again when it is shown.
 */
export const viewConditions = ['loading', 'live', 'crashed', 'unresponsive', 'unloaded'] as const;
export type ViewCondition = (typeof viewConditions)[number];

/** Longest title of a page, characters. */
export const longestViewTitle = 200;
/** Longest `data:` address of an icon, characters. */
export const longestViewIcon = 32 * 1024;
/** Longest `data:` address of a picture of a view, characters. */
export const longestSnapshot = 8 * 1024 * 1024;

const viewState = z.object({
  tabId,
  /** As the page tells it, one clean line; empty while it has told none. */
  title: z.string().max(longestViewTitle),
  /** A PNG of 32 × 32 pixels as a `data:` address; null while there is none. */
  icon: z.string().startsWith('data:image/png;base64,').max(longestViewIcon).nullable(),
  /** Something of the page is on the way. */
  isLoading: z.boolean(),
  /** Keys go to this view. */
  isFocused: z.boolean(),
  /** The page fills the window, which hides all of Berth's own. */
  isFullscreen: z.boolean(),
  zoomFactor,
  condition: z.enum(viewConditions),
  /** What `find` found, `activeMatch` counted from 1; null while nothing is sought. */
  found: z.object({ matchCount: z.number().int().min(0), activeMatch: z.number().int().min(0) }).nullable(),
});
/** What a view shows. */
export type ViewState = z.output<typeof viewState>;

/** Native views of editors and forwarded pages; only the desktop shell has them. */
export const views = {
  open: call(
    'Shows an editor address, or a forwarded page by its `port:<port>`, in the native view of a tab.',
    z.object({
      tabId,
      instanceId: z.string(),
      profileId: z.string(),
      origin: z.string(),
      bounds,
      zoomFactor: zoomFactor.default(1),
      /** False for a view that is under a dialog, or whose tab was left meanwhile. */
      isVisible: z.boolean().default(true),
    }),
    nothing,
    ['unavailable', 'gate-failed'],
  ),
  watch: stream(
    'Tells what each view shows: all at first, then each that changes. A closed one is told no more.',
    nothing,
    viewState,
  ),
  place: call(
    'Moves a view to where its tab is on the page. An unloaded one that is shown loads again.',
    z.object({
      tabId,
      bounds,
      isVisible: z.boolean(),
      /** Hidden for a moment only, under a dialog or menu: it keeps its place among those that were used last. */
      isCovered: z.boolean().default(false),
    }),
    nothing,
    ['unavailable', 'gate-failed'],
  ),
  snapshot: call(
    'Takes a picture of a view; of one that is hidden or unloaded, what was seen last. Null where there is none.',
    ofTab,
    z.object({ image: z.string().startsWith('data:image/').max(longestSnapshot).nullable() }),
    ['unavailable'],
  ),
  focus: call(
    'Gives the keys to a view; null gives them back to the page.',
    z.object({ tabId: tabId.nullable() }),
    nothing,
    ['unavailable'],
  ),
  reload: call(
    'Loads the page of a view again, also one that crashed or hangs; asks where work is unsaved.',
    ofTab,
    nothing,
    ['unavailable', 'gate-failed'],
  ),
  zoom: call('Draws the page of a view larger or smaller.', z.object({ tabId, zoomFactor }), nothing, ['unavailable']),
  find: call(
    'Seeks a text in the page of a view; what is found is told by `watch`.',
    z.object({
      tabId,
      text: z.string().min(1).max(1000),
      /** The match after, or before, the present one. */
      isForward: z.boolean().default(true),
      /** True goes on to another match of the same text. */
      isNext: z.boolean().default(false),
      hasCase: z.boolean().default(false),
    }),
    nothing,
    ['unavailable'],
  ),
  stopFind: call('Ends the search; the present match stays selected.', ofTab, nothing, ['unavailable']),
  unload: call(
    'Gives a page up to save memory, without a question; one with unsaved work stays.',
    ofTab,
    z.object({ isUnloaded: z.boolean() }),
    ['unavailable'],
  ),
  keepLive: call(
    'Names the tabs that are never unloaded by themselves, however long they are hidden; the number of live ones leaves them out.',
    z.object({ tabIds: z.array(tabId).max(100) }),
    nothing,
    ['unavailable'],
  ),
  browse: call(
    'Opens a forwarded page, by its `port:<port>`, in the system’s browser.',
    z.object({ instanceId: z.string().startsWith('port:'), profileId: z.string() }),
    nothing,
    ['unavailable', 'gate-failed'],
  ),
  close: call(
    'Unloads and removes the view of a tab; asks where work is unsaved.',
    ofTab,
    z.object({ isClosed: z.boolean() }),
    ['unavailable'],
  ),
} as const;
