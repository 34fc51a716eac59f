import { afterEach, expect, onTestFinished } from 'vitest';
import type { Failure, Result } from '../../../../main/contract/failure.ts';
import type { OperationItem } from '../../../../main/contract/operation.ts';
import type { TerminalItem } from '../../../../main/contract/session-attach.ts';
import type { Session, SessionList } from '../../../../main/contract/session-words.ts';
import type { TestCore } from '../../../support/app/test-core.ts';
import { poll } from '../../../support/sandbox/poll.ts';
import { profile, type Stage } from '../../core/support/stage.ts';

type StartInput = Parameters<Stage['app']['client']['sessions']['start']>[0];
type WithoutProfile<T> = Omit<T, 'profile'>;

async function lastOf<T>(items: AsyncIterable<OperationItem<T>>) {
  for await (const item of items) if (item.type !== 'step') return item;
  throw new Error('the operation ended without an outcome');
}

async function doneOf<T>(items: AsyncIterable<OperationItem<T>>): Promise<T> {
  const last = await lastOf(items);
  if (last.type === 'failed') throw new Error(`${last.failure.message}\n${last.failure.detail}`);
  return last.value;
}

/** The value of an answer that must be one. */
export async function must<T>(answer: Promise<Result<T>>): Promise<T> {
  const told = await answer;
  if (!told.ok) throw new Error(`${told.failure.kind}: ${told.failure.message}\n${told.failure.detail}`);
  return told.value;
}

/** Asks the sessions of a stage's host as a client does; each case leaves none of them behind. */
export function sessionsOf(stage: Stage) {
  const of = askSessions(() => stage.app);
  // The stage, which is set before, looks for leftovers after this.
  afterEach(async () => {
    for (const { id } of (await of.list()).sessions) {
      await lastOf(stage.app.client.sessions.stop({ profile, session: id }));
    }
  }, 120_000);
  return of;
}

/** Asks the sessions of a core's host as a client does. */
export function askSessions(app: () => TestCore) {
  const asked = () => app().client.sessions;
  const list = (): Promise<SessionList> => must(asked().list({ profile }));
  const find = async (session: string): Promise<Session> => {
    const found = (await list()).sessions.find(({ id }) => id === session);
    if (found === undefined) throw new Error(`there is no session ${session}`);
    return found;
  };
  return {
    list,
    find,
    start: (input: WithoutProfile<StartInput>): Promise<Session> => doneOf(asked().start({ profile, ...input })),
    failStart: async (input: WithoutProfile<StartInput>): Promise<Failure> => {
      const last = await lastOf(asked().start({ profile, ...input }));
      if (last.type !== 'failed') throw new Error('the start succeeded');
      expect(last.failure.message).toMatch(/\.$/);
      expect(last.failure.nextStep).toMatch(/\.$/);
      return last.failure;
    },
    stop: (session: string, isWorktreeRemoved = false) => doneOf(asked().stop({ profile, session, isWorktreeRemoved })),
    resume: (session: string) => doneOf(asked().resume({ profile, session })),
    failResume: async (session: string): Promise<Failure> => {
      const last = await lastOf(asked().resume({ profile, session }));
      if (last.type !== 'failed') throw new Error('the session was resumed');
      return last.failure;
    },
    send: (session: string, text: string, isForced = false) => must(asked().send({ profile, session, text, isForced })),
    capture: async (session: string, historyLines = 0): Promise<string> =>
      (await must(asked().capture({ profile, session, historyLines }))).text,
    /** Waits until these words stand on the screen. */
    until: async (session: string, words: string): Promise<string> => {
      let text = '';
      await poll(`"${words}" on the screen of ${session}`, async () => {
        text = (await must(asked().capture({ profile, session, historyLines: 200 }))).text;
        return text.includes(words);
      });
      return text;
    },
    wait: (session: string, states: Session['state'][], timeoutSeconds = 20) =>
      asked().wait({ profile, session, states, timeoutSeconds }),
  };
}

/** One view of a terminal, as a page has it. */
export interface Shown {
  readonly items: TerminalItem[];
  text(): string;
  view(): string;
  until(what: string, isThere: () => boolean): Promise<void>;
  close(): Promise<void>;
}

/** Opens a view and reads it until it is closed. */
export function show(
  stage: Stage,
  session: string | null,
  { isControlling = false, size = { columns: 100, rows: 30 } } = {},
): Shown {
  const leaving = new AbortController();
  const items: TerminalItem[] = [];
  let [text, view] = ['', ''];
  const read = async () => {
    const input = { profile, session, size, isControlling };
    try {
      for await (const item of stage.app.client.sessions.attach(input, { signal: leaving.signal })) {
        items.push(item);
        if (item.type === 'output') text += Buffer.from(item.bytes).toString('utf8');
        if (item.type === 'opened') ({ view } = item);
      }
    } catch (error) {
      if (!leaving.signal.aborted) throw error;
    }
  };
  const over = read();
  const close = async () => {
    leaving.abort();
    await over;
  };
  onTestFinished(close);
  return {
    items,
    text: () => text,
    view: () => view,
    until: async (what, isThere) => void (await poll(what, async () => isThere())),
    close,
  };
}
