import type { PageError } from '../../main/contract/upkeep.ts';
import { ask } from './problem.ts';
import type { Session } from './session.ts';

const longestMessage = 2000;
const longestStack = 8000;
/** Bugs that came while Berth did not answer wait for it; more of them than this tell nothing more. */
const waitingMost = 20;

/** Notes a bug of the page in Berth's own log, as soon as Berth answers. */
export type ReportError = (source: PageError['source'], thrown: unknown) => void;

/** What the window tells of bugs; an event may lack what was thrown. */
type ErrorEvents = Pick<Window, 'addEventListener'>;

function toReport(source: PageError['source'], thrown: unknown): PageError {
  const { message, stack } = thrown instanceof Error ? thrown : { message: String(thrown), stack: undefined };
  return {
    source,
    message: message.slice(0, longestMessage),
    stack: stack === undefined ? null : stack.slice(0, longestStack),
  };
}

/** Reports what nobody caught in `window`, and what it is given. */
export function reportErrors(session: Pick<Session, 'client' | 'onOpen'>, window: ErrorEvents): ReportError {
  let isOpen = false;
  const waiting: PageError[] = [];
  const send = async (report: PageError) => {
    const answer = await ask(() => session.client.upkeep.report(report));
    // It was on its way when the line broke.
    if (!answer.ok && waiting.length < waitingMost) waiting.push(report);
    isOpen = answer.ok;
  };
  const report: ReportError = (source, thrown) => {
    const told = toReport(source, thrown);
    if (isOpen) void send(told);
    else if (waiting.length < waitingMost) waiting.push(told);
  };
  session.onOpen(() => {
    isOpen = true;
    for (const told of waiting.splice(0)) void send(told);
  });
  window.addEventListener('error', ({ error, message }) => report('window', error ?? message));
  window.addEventListener('unhandledrejection', ({ reason }) => report('promise', reason));
  return report;
}
