import { z } from 'zod';
import { commanding } from './commands.ts';
import { call, stream } from './define.ts';
import { surroundings } from './surroundings.ts';

/** What the desktop shows outside of the window. */
const notice = z.object({
  /** Told when it is clicked; a notice with the key of another one takes its place. */
  key: z.string().min(1).max(120),
  /** What is too long to be shown is cut, never refused: names and sentences of hosts are in it. */
  title: z.string().max(2000),
  body: z.string().max(10_000),
  /** Buttons below it, where the system has them. */
  actions: z
    .array(z.object({ id: z.string().min(1).max(40), label: z.string().min(1).max(60) }))
    .max(2)
    .default([]),
});
export type Notice = z.output<typeof notice>;
/** As the page gives it: without buttons where it has none. */
export type GivenNotice = z.input<typeof notice>;

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
    /** `action` is the id of the button that was pressed; null for the notice itself. */
    z.object({ key: z.string(), action: z.string().nullable() }),
  ),
  ...surroundings,
  ...commanding,
} as const;
