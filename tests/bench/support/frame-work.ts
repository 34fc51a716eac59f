import { z } from 'zod';

const traceEvent = z.object({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  /** Microseconds. */
  ts: z.number().default(0),
  /** Of the thread's own processor time, microseconds: what others on the machine do does not count. */
  tdur: z.number().default(0),
});
type TraceEvent = z.output<typeof traceEvent>;
const trace = z.object({ traceEvents: z.array(traceEvent) });

/** What a trace has to record for it. */
export const frameCategories = ['devtools.timeline', 'disabled-by-default-devtools.timeline'];

/** How long the page's own thread worked for each animation frame of a Chromium trace, milliseconds. */
export function frameWorkMs(text: string): number[] {
  const { traceEvents } = trace.parse(JSON.parse(text));
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const starts = traceEvents.filter(({ name }) => name === 'FireAnimationFrame');
  const [first] = starts;
  if (first === undefined) throw new Error('The trace has no animation frame');
  const ofPage = (event: TraceEvent) => threadOf(event) === threadOf(first);
  const tasks = traceEvents.filter((event) => event.name === 'RunTask' && event.ph === 'X' && ofPage(event));
  tasks.sort((one, other) => one.ts - other.ts);
  const times = starts.filter(ofPage).map(({ ts }) => ts);
  times.sort((one, other) => one - other);
  const sums = times.map(() => 0);
  let frame = 0;
  for (const { ts, tdur } of tasks) {
    while (frame < times.length - 1 && ts >= (times[frame + 1] ?? 0)) frame += 1;
    sums[frame] = (sums[frame] ?? 0) + tdur / 1000;
  }
  return sums;
}
