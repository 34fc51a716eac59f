import { z } from 'zod';
import { call, stream } from './define.ts';
import { failure } from './failure.ts';

const version = z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}(?:-[0-9A-Za-z.-]{1,40})?$/);
const atMs = z.number();

/** What is known about a later version of Berth. */
export const updateStatus = z.discriminatedUnion('state', [
  /** This copy was built without a place to look. */
  z.object({ state: z.literal('off') }),
  z.object({ state: z.literal('unknown') }),
  z.object({ state: z.literal('looking') }),
  z.object({ state: z.literal('latest'), atMs }),
  z.object({ state: z.literal('found'), version, atMs }),
  z.object({
    state: z.literal('fetching'),
    version,
    /** How much is here, 0 to 1. */
    share: z.number().min(0).max(1),
  }),
  /** It is here; it takes the place of this one once Berth ends by `install`. */
  z.object({ state: z.literal('ready'), version }),
  z.object({ state: z.literal('failed'), failure }),
]);
export type UpdateStatus = z.output<typeof updateStatus>;

export const updateView = z.object({
  /** The version that runs. */
  installed: z.string(),
  status: updateStatus,
  /** Whether this copy can put a later one into its place itself; else the user fetches it from `releasesUrl`. */
  isInstallable: z.boolean(),
  /** The page with all versions; null where there is none. */
  releasesUrl: z.string().startsWith('https://').nullable(),
});
export type UpdateView = z.output<typeof updateView>;

/** Later versions of the desktop app. Nothing is asked, fetched or installed unless the user said so. */
export const updates = {
  watch: stream('Tells what is known about a later version, and each change of it.', z.object({}), updateView),
  look: call('Asks whether there is a later version; `watch` tells the answer.', z.object({}), z.object({}), [
    'unavailable',
  ]),
  fetch: call('Fetches the later version that was found; `watch` tells how far it is.', z.object({}), z.object({}), [
    'unavailable',
  ]),
  install: call(
    'Ends Berth, puts the fetched version into its place and starts it; unsaved work is asked about first.',
    z.object({}),
    z.object({}),
    ['unavailable', 'cancelled'],
  ),
} as const;
