import { z } from 'zod';
import { cleanLine } from '../../remote/untrusted.ts';

const longestPath = 4096;
const line = z.string().transform((text) => cleanLine(text, 300));
const lineOrNull = line.nullable();
const count = z.number().int().min(0).nullable();
const portNumber = z.number().int().min(0).max(65535);

/** A path as it is shown, and as a command may name it: null where what is shown is not the very same. */
const path = z.string().transform((raw) => {
  const shown = cleanLine(raw, longestPath);
  return { shown, exact: shown === raw && raw !== '' ? raw : null };
});

/** A part that a host could not read, or answered in a way that does not fit, is null and spoils no other. */
const part = <T extends z.ZodType>(schema: T) => schema.nullable().catch(null);
/** Null is told where there is none, so what does not fit must not become null. */
const program = z.object({ path: line, version: line }).nullable();

const listener = z.object({
  port: portNumber,
  address: lineOrNull,
  kind: z.enum(['instance', 'nginx', 'foreign', 'claim']),
  instanceId: lineOrNull,
  pid: count,
  user: lineOrNull,
  command: lineOrNull,
});
export type ListenerFact = z.output<typeof listener>;

const server = z.object({
  pid: z.number().int().min(1),
  kind: z.enum(['code-server', 'other']),
  user: line,
  uid: count,
  command: lineOrNull,
  /** The unit of the system that would start it again. */
  unit: z
    .string()
    .regex(/^[\w@.-]{1,200}\.service$/)
    .nullable()
    .catch(null),
  /** `none`, `password`, or null when it could not be found out. */
  auth: lineOrNull,
  /** It looks like one that another user's Berth started. */
  isOfBerth: z.boolean(),
  /** What it was told to listen on; where that was seen, `listens` has it. */
  host: lineOrNull,
  port: portNumber.nullable().catch(null),
  listens: z.array(z.object({ address: line, port: portNumber })).max(100),
});
export type ServerFact = z.output<typeof server>;

/** What the verb `doctor` of a host answers. */
export const facts = z.object({
  system: part(z.object({ id: lineOrNull, name: lineOrNull, kernel: line, architecture: line, wordBits: count })),
  libc: part(z.object({ kind: z.enum(['glibc', 'musl', 'unknown']), version: lineOrNull })),
  tools: part(z.object({ bash: line, coreutils: lineOrNull, missing: z.array(line).max(100) })),
  proc: part(z.object({ isWhole: z.boolean(), hasPorts: z.boolean() })),
  locale: part(z.object({ name: lineOrNull, charmap: lineOrNull })),
  account: part(z.object({ user: line, uid: z.number(), shell: lineOrNull, isShellThere: z.boolean() })),
  home: part(
    z.object({
      path,
      owner: count,
      /** Octal digits. */
      mode: z
        .string()
        .regex(/^[0-7]{3,4}$/)
        .nullable(),
      isWritable: z.boolean(),
      /** What came of a real try in Berth's folder; `useless`: two had the same lock at once. */
      locks: z.enum(['work', 'broken', 'useless', 'unwritable']).nullable(),
      mount: part(z.object({ point: path, kind: lineOrNull, isReadOnly: z.boolean() })),
    }),
  ),
  disk: part(
    z.object({
      path: line,
      totalBytes: z.number(),
      availableBytes: z.number(),
      /** 0 on file systems that make them as they go. */
      inodesTotal: count,
      inodesFree: count,
    }),
  ),
  memory: part(
    z.object({
      totalBytes: z.number().min(1),
      availableBytes: z.number(),
      swapTotalBytes: z.number(),
      swapFreeBytes: z.number(),
    }),
  ),
  supervision: part(z.object({ hasSystemd: z.boolean(), kind: line, isLingering: z.boolean() })),
  sshd: part(
    z.object({
      isReadable: z.boolean(),
      /** Told by sshd itself for this user; else read from its files, where `Match` blocks may say otherwise. */
      isEffective: z.boolean(),
      file: path,
      matchCount: z.number(),
      maxSessions: count,
      tcpForwarding: lineOrNull,
      disableForwarding: lineOrNull,
      permitOpen: lineOrNull,
    }),
  ),
  programs: part(z.object({ nginx: program, tmux: program, git: program, codeServer: program })),
  listeners: part(z.array(listener).max(5000)),
  servers: part(z.array(server).max(100)),
  nginxProxies: part(z.array(z.object({ file: path, port: portNumber })).max(200)),
  privateFiles: part(z.array(z.object({ path: line, mode: line })).max(100)),
  oldLayout: part(
    z.array(z.object({ path, owner: lineOrNull, isOptional: z.boolean(), obstacle: lineOrNull })).max(100),
  ),
  inotify: part(z.object({ watchesMost: count, watchesUsed: count, instancesMost: count, instancesUsed: count })),
  /** The host's clock at the end of the look, epoch milliseconds. */
  clockMs: z.number().nullable().catch(null),
});
export type Facts = z.output<typeof facts>;

/** Of a host that could not even be asked. */
export const noFacts: Facts = facts.parse({});
