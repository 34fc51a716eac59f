import { z } from 'zod';
import { call, stream } from './define.ts';

const bounds = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().min(0),
  height: z.number().min(0),
});
export type Bounds = z.output<typeof bounds>;
const tabId = z.string().min(1).max(64);

/** What the desktop shows outside of the window. */
const notice = z.object({
  /** Told when it is clicked; a notice with the key of another one takes its place. */
  key: z.string().min(1).max(120),
  /** What is too long to be shown is cut, never refused: names and sentences of hosts are in it. */
  title: z.string().max(2000),
  body: z.string().max(10_000),
});
export type Notice = z.output<typeof notice>;

/** What the shell around the page can do; answered by the shell, not by the core. */
export const shell = {
  info: call(
    'Tells which shell this is.',
    z.object({}),
    z.object({
      shell: z.enum(['electron', 'web', 'cli']),
      version: z.string(),
      /** How a tab shows an editor: a native view above the page, or an iframe inside it. */
      editorHost: z.enum(['view', 'iframe', 'none']),
    }),
    [],
  ),
  notify: call('Shows a notice of the operating system, when nobody looks at the window.', notice, z.object({}), [
    'unavailable',
  ]),
  noticeClicks: stream(
    'Tells which notices are clicked; the window has come forward by then.',
    z.object({}),
    z.object({ key: z.string() }),
  ),
} as const;

/** Native editor views; only the desktop shell has them. */
export const views = {
  open: call(
    'Shows an editor address, or a forwarded page by its `port:<port>`, in the native view of a tab.',
    z.object({ tabId, instanceId: z.string(), profileId: z.string(), origin: z.string(), bounds }),
    z.object({}),
    ['unavailable', 'gate-failed'],
  ),
  place: call(
    'Moves a view to where its tab is on the page.',
    z.object({ tabId, bounds, isVisible: z.boolean() }),
    z.object({}),
    ['unavailable'],
  ),
  browse: call(
    'Opens a forwarded page, by its `port:<port>`, in the system’s browser.',
    z.object({ instanceId: z.string().startsWith('port:'), profileId: z.string() }),
    z.object({}),
    ['unavailable', 'gate-failed'],
  ),
  close: call('Unloads and removes the view of a tab.', z.object({ tabId }), z.object({ isClosed: z.boolean() }), [
    'unavailable',
  ]),
} as const;
