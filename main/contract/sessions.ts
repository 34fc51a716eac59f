import { z } from 'zod';
import { call, operation, stream } from './define.ts';
import { failure } from './failure.ts';
import { hostFailures } from './host-failures.ts';
import { onHost, repositoryReference } from './references.ts';
import { attaching } from './session-attach.ts';
import {
  agentKind,
  session,
  sessionKey,
  sessionList,
  sessionReference,
  sessionSettings,
  sessionState,
  terminalSize,
} from './session-words.ts';

/** Input of every method that is about one session of a host. */
export const onSession = onHost.extend({ session: sessionReference });

const sessionFailures = [...hostFailures, 'session-not-found'] as const;

/** What is typed into a session at once, in bytes of UTF-8. */
const longestText = 1_048_576;

/** What became of a text. `held`: nothing was typed. `lost`: it was typed, and the program was not seen to take it. */
export const sendOutcome = z.object({
  outcome: z.enum(['delivered', 'held', 'lost']),
  /** Why it was held or lost, as one sentence. */
  reason: z.string().nullable(),
});
export type SendOutcome = z.output<typeof sendOutcome>;

/** Whether an agent's own settings on a host let Berth hear what it does. */
export const hookStatus = z.object({
  agent: agentKind,
  /** `unsupported`: the agent has no hooks that Berth knows. `outdated`: those of another version of Berth are there. */
  state: z.enum(['installed', 'outdated', 'missing', 'unsupported']),
  /** The file that they are or would be in. */
  file: z.string().nullable(),
});
export type HookStatus = z.output<typeof hookStatus>;

/** The sessions of a host. */
export const sessions = {
  list: call('Lists the terminals and agents of a host.', onHost, sessionList, hostFailures),
  /** Looks each few seconds while somebody listens, and at once after a change that Berth made. */
  watch: stream(
    'Tells the sessions of a host again whenever they changed.',
    onHost,
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('sessions'), list: sessionList }),
      z.object({ type: z.literal('failed'), failure }),
    ]),
    { mostAhead: 1 },
  ),
  /** `limit-reached` and `out-of-memory` say what to stop; `isForced` goes past both. */
  start: operation(
    'Starts a terminal, or an agent from a preset, that goes on without a link.',
    onHost.extend({
      /** Of the presets; null is the login shell. */
      preset: z.string().min(1).max(120).nullable().default(null),
      /** Where it starts; null is the home folder, unless `path` says another one. */
      repository: repositoryReference.nullable().default(null),
      /** Absolute or `~/` folder, instead of the repository's own. */
      path: z.string().min(1).max(4096).nullable().default(null),
      title: z.string().trim().min(1).max(120).nullable().default(null),
      model: z.string().min(1).max(200).nullable().default(null),
      /** Makes a git worktree beside the repository, on a new branch of this name, and starts there. */
      worktreeBranch: z.string().min(1).max(200).nullable().default(null),
      /** What an agent is told at first; sent as soon as it takes text. */
      prompt: z.string().min(1).max(longestText).nullable().default(null),
      isForced: z.boolean().default(false),
      size: terminalSize.default({ columns: 160, rows: 44 }),
    }),
    session,
  ),
  /** Starts the preset's command with its resume arguments in the same folder; only where the program has ended. */
  resume: operation(
    'Takes up the conversation of an agent that ended, in the same folder.',
    onSession.extend({ isForced: z.boolean().default(false) }),
    session,
  ),
  stop: operation(
    'Ends a session and everything it started, or removes one that has ended.',
    onSession.extend({
      /** Removes its worktree too, where nothing in it would be lost and no other session runs there. */
      isWorktreeRemoved: z.boolean().default(false),
    }),
    z.object({ id: z.string(), isWorktreeRemoved: z.boolean() }),
  ),
  rename: call(
    'Gives a session another title.',
    onSession.extend({ title: z.string().trim().min(1).max(120) }),
    session,
    [...sessionFailures],
  ),
  send: call(
    'Types a text into a session, as it is, and presses Enter.',
    onSession.extend({
      text: z.string().min(1).max(longestText),
      isSubmitted: z.boolean().default(true),
      /** Types also where somebody else's unsent text stands at the prompt. */
      isForced: z.boolean().default(false),
    }),
    sendOutcome,
    [...sessionFailures, 'session-ended'],
  ),
  keys: call(
    'Presses keys in a session.',
    onSession.extend({ keys: z.array(sessionKey).min(1).max(100) }),
    sendOutcome,
    [...sessionFailures, 'session-ended'],
  ),
  capture: call(
    'Tells what stands on the screen of a session, or its last lines.',
    onSession.extend({
      /** So many lines before the screen, at most what tmux kept. */
      historyLines: z.number().int().min(0).max(10_000).default(0),
      /** With the escape sequences of colours. */
      hasColours: z.boolean().default(false),
    }),
    z.object({
      text: z.string(),
      /** How many lines of the text come before the screen. */
      historyLines: z.number().int(),
      columns: z.number().int(),
      rows: z.number().int(),
      /** Whether the program uses the whole screen, so that there is nothing but the screen. */
      isAlternate: z.boolean(),
    }),
    sessionFailures,
  ),
  /** Answers at once when it is in one of the states already. */
  wait: call(
    'Waits until a session is in one of some states.',
    onSession.extend({
      states: z.array(sessionState).min(1).default(['waiting', 'done', 'dead']),
      timeoutSeconds: z.number().int().min(1).max(86_400).default(3600),
    }),
    session,
    sessionFailures,
  ),
  /** Of Claude Code its own record of the conversation as Markdown, else what tmux kept. */
  transcript: call(
    'Tells what was said in a session, to keep it.',
    onSession,
    z.object({
      source: z.enum(['conversation', 'screen']),
      fileName: z.string(),
      text: z.string(),
      /** Only the end of a long one. */
      isCut: z.boolean(),
    }),
    sessionFailures,
  ),
  settings: call('Tells how many agents a host runs at most.', onHost, sessionSettings, hostFailures),
  configure: call(
    'Replaces how many agents a host runs at most, and when idle ones are stopped.',
    onHost.extend({ settings: sessionSettings }),
    sessionSettings,
    hostFailures,
  ),
  hooks: call(
    'Tells which agents on a host tell Berth what they do.',
    onHost,
    z.array(hookStatus).max(16),
    hostFailures,
  ),
  /** Of the agent’s own settings only Berth’s lines are touched; a file that is no JSON is left alone and named. */
  configureHooks: call(
    'Lets an agent on a host tell Berth what it does, or ends that.',
    onHost.extend({ agent: agentKind, isInstalled: z.boolean() }),
    z.array(hookStatus).max(16),
    [...hostFailures, 'unavailable'],
  ),
  ...attaching,
} as const;
