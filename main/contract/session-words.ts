import { z } from 'zod';
import { instanceId } from './references.ts';

/** The slug Berth computes for a session; the only form of its title that reaches a path, tmux or a command. */
export const sessionId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

/** A session by its id or its title. */
export const sessionReference = z.string().min(1).max(120);

/** Programs whose screens, settings and conversations Berth knows; `other` is any command. */
export const agentKind = z.enum(['claude-code', 'codex', 'gemini', 'opencode', 'other']);
export type AgentKind = z.output<typeof agentKind>;

/**
 * What a session does. `waiting`: it asks somebody something. `done`: it has finished its turn, or a terminal stands at its
 * prompt. `dead`: its program ended; its last screen is kept. `unknown` is said openly.
 */
export const sessionState = z.enum(['working', 'waiting', 'done', 'dead', 'unknown']);
export type SessionState = z.output<typeof sessionState>;

/** How a state is known, the most trusted first; `exit` is the end of the program, `none` that nothing says it. */
export const stateSource = z.enum(['exit', 'hook', 'processes', 'bell', 'title', 'screen', 'activity', 'none']);
export type StateSource = z.output<typeof stateSource>;

/** Why an agent that looks idle is not: it ran into a limit, is not signed in, or its program is not on the host. */
export const sessionTrouble = z.enum(['usage-limit', 'not-signed-in', 'memory', 'program-missing']);
export type SessionTrouble = z.output<typeof sessionTrouble>;

/** One tmux-backed terminal or agent on a host. */
export const session = z.object({
  id: sessionId,
  title: z.string(),
  kind: z.enum(['terminal', 'agent']),
  /** With `agent`: which program it is. */
  agent: agentKind.nullable(),
  /** With `agent`: what its preset is called. */
  preset: z.string().nullable(),
  /** With `agent`: the model it was started with, when one was named. */
  model: z.string().nullable(),
  /** The repository it is bound to; null when it is the host. */
  instanceId: instanceId.nullable(),
  repository: z.string().nullable(),
  /** The folder it was started in, absolute. */
  path: z.string(),
  /** In a worktree that was made for it, or for another session before it: the branch of that. */
  worktreeBranch: z.string().nullable(),
  state: sessionState,
  stateSource,
  /** When the state was entered, host clock, epoch milliseconds; null when unknown. */
  stateSinceMs: z.number().nullable(),
  /** What it asks, or what it said last, in one line; null when nothing says it. */
  stateDetail: z.string().nullable(),
  trouble: sessionTrouble.nullable(),
  startedAtMs: z.number(),
  /** When it printed something last, host clock, epoch milliseconds. */
  activeAtMs: z.number().nullable(),
  /** How its program ended, with `dead`; null where that is not known. */
  exitCode: z.number().int().nullable(),
  /** `SIGKILL` and the like. */
  exitSignal: z.string().nullable(),
  endedAtMs: z.number().nullable(),
  /** Proportional set size of its process tree; null when nothing runs. */
  memoryBytes: z.number().nullable(),
  /** Processor time of its tree so far, milliseconds; null when nothing runs. */
  processorMs: z.number().nullable(),
  /** Of one processor, 0 and up, between the last two readings; null before the second one. */
  processorShare: z.number().nullable(),
  /** The limit that holds; null where none was set or none can be held. */
  memoryLimitBytes: z.number().nullable(),
  /** What was set aside for it when it was started. */
  expectedMemoryBytes: z.number().nullable(),
  /** How many views are attached now, from wherever. */
  viewerCount: z.number().int(),
  columns: z.number().int(),
  rows: z.number().int(),
  /** Whether the agent itself tells its state, by hooks that were installed when it started. */
  hasHooks: z.boolean(),
  /** Whether the same conversation can be taken up again. */
  isResumable: z.boolean(),
});
export type Session = z.output<typeof session>;

/** What keeps the sessions of a host alive, and what endangers them. */
export const sessionKeeping = z.object({
  /** Version of tmux, such as `3.3a`; null where there is none: then terminals end with the link. */
  tmuxVersion: z.string().nullable(),
  /** `old`: it runs from before an upgrade of tmux and does not take new views; what runs in it goes on. */
  server: z.enum(['none', 'running', 'old', 'unreachable']),
  /** Pid of the tmux server; null when none runs. */
  serverPid: z.number().int().nullable(),
  /** Whether what runs goes on after the last logout; null when that is not known. */
  outlivesLogout: z.boolean().nullable(),
  /** Whether a memory limit per session holds here. */
  limitsMemory: z.boolean(),
  /** One sentence about all that, for people. */
  message: z.string(),
  /** What to do about it; null when nothing is to be done. */
  nextStep: z.string().nullable(),
});
export type SessionKeeping = z.output<typeof sessionKeeping>;

/** How many agents a host runs, and when idle ones are stopped; kept on the host. */
export const sessionSettings = z.object({
  /** Of this user. */
  mostAgents: z.number().int('Must be a whole number').min(1, 'Must be at least 1').max(64, 'Must be at most 64'),
  /** Of all users of the host together. */
  mostAgentsOfAll: z
    .number()
    .int('Must be a whole number')
    .min(1, 'Must be at least 1')
    .max(256, 'Must be at most 256'),
  /** Agents that are done, have no working child and nobody looking are stopped after so many minutes; 0 is never. */
  idleStopMinutes: z
    .number()
    .int('Must be a whole number')
    .min(0, 'Must not be negative')
    .max(10_080, 'Must be at most a week (10080)'),
});
export type SessionSettings = z.output<typeof sessionSettings>;

/** The sessions of a host. */
export const sessionList = z.object({
  keeping: sessionKeeping,
  settings: sessionSettings,
  /** Agents that run now: of this user, and of all users as far as this one can see. */
  agentCount: z.number().int(),
  agentCountOfAll: z.number().int(),
  sessions: z.array(session).max(500),
});
export type SessionList = z.output<typeof sessionList>;

/** Keys that are sent by name; what is typed goes as text. */
export const sessionKey = z.enum([
  'Enter',
  'Escape',
  'Tab',
  'BTab',
  'Space',
  'BSpace',
  'Up',
  'Down',
  'Left',
  'Right',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'C-c',
  'C-d',
  'C-z',
  'C-l',
  'C-r',
  'C-u',
  'y',
  'n',
  '1',
  '2',
  '3',
  '4',
]);
export type SessionKey = z.output<typeof sessionKey>;

/** Size of a terminal, in characters. */
export const terminalSize = z.object({
  columns: z.number().int().min(2).max(1000),
  rows: z.number().int().min(1).max(1000),
});
export type TerminalSize = z.output<typeof terminalSize>;
