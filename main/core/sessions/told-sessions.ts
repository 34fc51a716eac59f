import { z } from 'zod';
import { session, sessionKeeping, sessionList } from '../../contract/session-words.ts';
import { hookStatus, sendOutcome } from '../../contract/sessions.ts';
import { cleanOutputLine } from '../remote/redaction/clean-output.ts';
import { cleanLine } from '../remote/untrusted.ts';
import { colouredScreenText, screenText } from './screen-text.ts';

const longestPath = 4096;
/** Names and sentences that nobody typed to be long. */
const longestName = 200;

const orNull = <T>(value: T | null, clean: (value: T) => T): T | null => (value === null ? null : clean(value));
const cleanName = (text: string) => cleanLine(text, longestName);
const count = z.number().int().min(0);

/** One session as a host tells it. Its texts are only for display; how busy it is follows from two readings. */
export const toldSession = session
  .omit({ processorShare: true })
  .extend({
    viewerCount: count,
    columns: count,
    rows: count,
    /** When a text or keys were sent to it last, and when all this was told; both by the clock of the host. */
    sentAtMs: count.nullable().default(null),
    toldAtMs: count.nullable().default(null),
  })
  .transform((row) => ({
    ...row,
    title: cleanName(row.title) || row.id,
    preset: orNull(row.preset, cleanName),
    model: orNull(row.model, cleanName),
    repository: orNull(row.repository, cleanName),
    path: cleanLine(row.path, longestPath),
    worktreeBranch: orNull(row.worktreeBranch, cleanName),
    // It may be of the screen of a program, which prints what it likes.
    stateDetail: orNull(row.stateDetail, (text) => cleanOutputLine(text, 300)),
    exitSignal: orNull(row.exitSignal, (text) => cleanLine(text, 32)),
  }));
export type ToldSession = z.output<typeof toldSession>;

const toldKeeping = sessionKeeping.transform((keeping) => ({
  ...keeping,
  tmuxVersion: orNull(keeping.tmuxVersion, (text) => cleanLine(text, 32)),
  message: cleanLine(keeping.message),
  nextStep: orNull(keeping.nextStep, cleanLine),
}));

/** What `session-list` answers. */
export const toldSessionList = sessionList.extend({
  keeping: toldKeeping,
  agentCount: count,
  agentCountOfAll: count,
  sessions: z.array(toldSession).max(500),
});
export type ToldSessionList = z.output<typeof toldSessionList>;

/** What `session-stop` answers. */
export const toldStop = z.object({ id: session.shape.id, isWorktreeRemoved: z.boolean() });

/** What `session-send` and `session-keys` answer. */
export const toldOutcome = sendOutcome.transform(({ outcome, reason }) => ({
  outcome,
  reason: orNull(reason, cleanLine),
}));

/** What `session-capture` answers; its text is cleaned by what was asked for. */
export const toldCapture = (hasColours: boolean) =>
  z
    .object({ text: z.string(), historyLines: count, columns: count, rows: count, isAlternate: z.boolean() })
    .transform((told) => ({ ...told, text: hasColours ? colouredScreenText(told.text) : screenText(told.text) }));

/** A name for a file that leads nowhere else. */
function fileName(text: string): string {
  const safe = cleanName(text).replace(/[^\p{L}\p{N}._ -]+/gu, '-');
  return safe.replace(/^[.\s-]+/, '').slice(0, 100) || 'session.txt';
}

/** What `session-transcript` answers. */
export const toldTranscript = z
  .object({ source: z.enum(['conversation', 'screen']), fileName: z.string(), text: z.string(), isCut: z.boolean() })
  .transform((told) => ({ ...told, fileName: fileName(told.fileName), text: screenText(told.text) }));

/** What `session-hooks` and `session-hooks-configure` answer. */
export const toldHooks = z
  .array(hookStatus.transform((told) => ({ ...told, file: orNull(told.file, (text) => cleanLine(text, longestPath)) })))
  .max(16);

/** What `session-control` answers. */
export const toldControl = z.object({ isControlling: z.boolean() });
