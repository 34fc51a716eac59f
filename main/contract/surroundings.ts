import { z } from 'zod';
import { call, stream } from './define.ts';

const knownText = z.string().max(2000);

/** An instance as the desktop lists it outside of the window. */
export const shownInstance = z.object({
  profileId: z.string().min(1).max(80),
  /** The server's name. */
  hostName: knownText,
  repositoryId: z.string().min(1).max(80),
  /** The repository's name. */
  name: knownText,
  state: z.enum(['starting', 'running']),
});
export type ShownInstance = z.output<typeof shownInstance>;

/** What the page lets the desktop show outside of the window; always all of it. */
export const shownOutside = z.object({
  instances: z.array(shownInstance).max(1000),
  /** How many alerts are raised. */
  alertCount: z.number().int().min(0),
  theme: z.enum(['system', 'light', 'dark']),
});
export type ShownOutside = z.output<typeof shownOutside>;

/** An editor that somebody asks for outside of the page; the page checks that it exists. */
export const opening = z.object({
  /** A profile's id or, in a link, its name. */
  profile: z.string().min(1).max(80),
  /** A repository's id or, in a link, its name. */
  repository: z.string().min(1).max(80),
  /** A link may come from any program, a web page included. */
  source: z.enum(['tray', 'link']),
});
export type Opening = z.output<typeof opening>;

/** A file on its way from an editor, or from Berth's own page, to this machine. */
export const download = z.object({
  id: z.string().min(1).max(64),
  /** The name it is saved under. */
  name: z.string().max(500),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  receivedBytes: z.number().min(0),
  /** Null while nobody knows. */
  totalBytes: z.number().min(0).nullable(),
});
export type Download = z.output<typeof download>;

/** How the page and the desktop around it tell each other what happens; parts of the `shell` capability. */
export const surroundings = {
  tell: call('Tells the desktop what tray, dock and title bar are to show.', shownOutside, z.object({}), []),
  openings: stream('Tells which editors are asked for by the tray or by a link.', z.object({}), opening),
  presence: stream(
    'Tells whether the user is away: the screen is locked or the machine sleeps.',
    z.object({}),
    z.object({ isAway: z.boolean() }),
  ),
  downloads: stream(
    'Tells all downloads of this run, the latest first, whenever one changes.',
    z.object({}),
    z.array(download).max(50),
  ),
  changeDownload: call(
    'Shows a finished download in its folder, stops a running one, or takes one off the list.',
    z.object({ id: z.string().min(1).max(64), action: z.enum(['show', 'cancel', 'forget']) }),
    z.object({}),
    ['unavailable'],
  ),
} as const;
