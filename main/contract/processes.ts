import { z } from 'zod';
import { operation } from './define.ts';
import { failure } from './failure.ts';
import { instanceId, onHost } from './references.ts';

/** To whom a process belongs, by the mark in its environment or its control group. */
export const processOwner = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('instance'), instanceId }),
  /** A terminal that outlives the link. */
  z.object({ kind: z.literal('session'), name: z.string() }),
  /** Berth's own: keeper, nginx, runner, sampler, what an operation runs. */
  z.object({ kind: z.literal('berth') }),
  z.object({ kind: z.literal('other') }),
]);
export type ProcessOwner = z.output<typeof processOwner>;

/** What a process of an instance does there. */
export const processRole = z.enum([
  'server',
  'extension-host',
  'language-server',
  'file-watcher',
  /** A terminal's shell, and whatever was started in it. */
  'terminal',
  'other',
]);
export type ProcessRole = z.output<typeof processRole>;

/** Which process: a pid alone may be another one's by now. */
export const processIdentity = z.object({
  pid: z.number().int().min(1),
  /** When it was started, in the kernel's ticks since boot: field 22 of `/proc/<pid>/stat`, see proc(5). */
  startTicks: z.number().int().min(0),
});
export type ProcessIdentity = z.output<typeof processIdentity>;

/** What changes about a process from reading to reading. */
export const processUpdate = z.object({
  pid: z.number().int(),
  /** `R`, `S`, `D`, `Z`, `T` and so on, see proc(5). */
  state: z.string().max(1),
  /** Since the reading before; 1 is one whole core. */
  cpuShare: z.number(),
  /** Resident. */
  memoryBytes: z.number(),
  /** Proportional set size, for Berth's own; null while it was not read. */
  proportionalBytes: z.number().nullable(),
});
export type ProcessUpdate = z.output<typeof processUpdate>;

/** One process of a host. Texts are stripped of control characters and cut. */
export const processRow = processIdentity.extend({
  ...processUpdate.shape,
  parentPid: z.number().int(),
  user: z.string(),
  /** The kernel's name of it, at most 15 characters. */
  name: z.string(),
  /** Its command line, at most 512 characters; empty for the kernel's own. */
  command: z.string(),
  /** Host clock, epoch milliseconds. */
  startedAtMs: z.number(),
  owner: processOwner,
  /** Null outside an instance. */
  role: processRole.nullable(),
});
export type ProcessRow = z.output<typeof processRow>;

/** What ending processes came to. */
export const endedProcesses = z.object({
  ended: z.array(processIdentity).max(500),
  /** They had the time to end and did not; `isForced` ends them. */
  alive: z.array(processIdentity).max(500),
  /** Not there any more, or another one has the pid. */
  gone: z.array(processIdentity).max(500),
  failures: z.array(processIdentity.extend({ failure })).max(500),
});
export type EndedProcesses = z.output<typeof endedProcesses>;

/** The processes of a host. */
export const processes = {
  /**
   * The identity is checked right before each signal. A process that is not Berth's is ended only when `user` and `name` are
   * given as they were shown, and are still so.
   */
  end: operation(
    'Asks processes to end (TERM) and waits some seconds for it; forced ones are ended at once (KILL).',
    onHost.extend({
      processes: z
        .array(processIdentity.extend({ foreign: z.object({ user: z.string(), name: z.string() }).nullable() }))
        .min(1)
        .max(500),
      isForced: z.boolean().default(false),
    }),
    endedProcesses,
  ),
} as const;
