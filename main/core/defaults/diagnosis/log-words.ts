import { z } from 'zod';

const levelNames = new Map([
  [10, 'trace'],
  [20, 'debug'],
  [30, 'info'],
  [40, 'warn'],
  [50, 'error'],
  [60, 'fatal'],
]);

const logLine = z.looseObject({
  level: z.number(),
  /** Epoch milliseconds. */
  time: z.number(),
  pid: z.number().optional(),
  msg: z.string().default(''),
});

function parsed(line: string): z.output<typeof logLine> | null {
  try {
    return logLine.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

/** A line of the log as somebody reads it: when, how bad, what, and the rest as it is. What is no such line stays. */
export function logWords(line: string): string {
  const record = parsed(line);
  if (record === null) return line;
  const { level, time, pid: _pid, msg, ...rest } = record;
  const more = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
  // A time that is out of range has no ISO form.
  const at = Math.abs(time) < 8.64e15 ? new Date(time).toISOString() : String(time);
  return `${at} ${levelNames.get(level) ?? level} ${msg}${more}`;
}
