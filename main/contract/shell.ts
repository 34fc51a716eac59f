import { z } from 'zod';
import { call } from './define.ts';

const bounds = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().min(0),
  height: z.number().min(0),
});
export type Bounds = z.output<typeof bounds>;
const tabId = z.string().min(1).max(64);

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
} as const;

/** Native editor views; only the desktop shell has them. */
export const views = {
  open: call(
    'Shows an editor address in the native view of a tab.',
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
  close: call('Unloads and removes the view of a tab.', z.object({ tabId }), z.object({ isClosed: z.boolean() }), [
    'unavailable',
  ]),
} as const;
