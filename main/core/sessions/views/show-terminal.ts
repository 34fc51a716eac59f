import { type Failure, fail, type Result, succeed } from '../../../contract/failure.ts';
import type { TerminalItem } from '../../../contract/session-attach.ts';
import type { TerminalSize } from '../../../contract/session-words.ts';
import type { RemoteTerminal } from '../../remote/remote-terminal.ts';
import { pause } from '../../streams/pause.ts';
import { isLinkTried, untilLinked } from '../../until-linked.ts';
import { findSession } from '../find-session.ts';
import type { SessionsScope } from '../session-parts.ts';
import type { View } from './view.ts';
import { viewItems } from './view-items.ts';
import type { Views } from './views.ts';

/** What is to be shown. */
export interface ShowRequest {
  readonly profile: string;
  readonly session: string | null;
  readonly path: string | null;
  readonly size: TerminalSize;
  readonly isControlling: boolean;
}

/** What a terminal is shown with. */
export interface ShowScope extends SessionsScope {
  readonly views: Views;
}

/** A way that breaks down at once each time is not tried without end in one second. */
const restMs = 1_000;

/** What keeps a session from being shown only for now. */
const isPassing = ({ kind }: Failure) => kind === 'link-lost' || kind === 'timed-out' || kind === 'unreachable';

const linkLost = (isKept: boolean) =>
  isKept
    ? fail('link-lost', 'session', 'The link is away. The session goes on.', 'It is shown again once the link is back.')
    : fail('link-lost', 'session', 'The plain shell ended with the link.', 'Open another one once the link is back.');

/** A terminal of a host, again and again when the link comes back, until it is left or over. */
export async function* showTerminal(
  scope: ShowScope,
  request: ShowRequest,
  signal: AbortSignal,
): AsyncGenerator<TerminalItem, void, void> {
  const host = await scope.findHost(request.profile);
  if (!host.ok) {
    yield { type: 'failed', failure: host.failure };
    return;
  }
  const found = request.session === null ? null : await findSession(scope, host.value, request.session);
  if (found !== null && !found.ok) {
    yield { type: 'failed', failure: found.failure };
    return;
  }
  if (signal.aborted) return;
  const { size } = request;
  const view = scope.views.open({ host: host.value, sessionId: found?.value.id ?? null, size });
  try {
    yield* showView(scope, view, request, signal);
  } finally {
    scope.views.close(view);
  }
}

async function* showView(
  scope: ShowScope,
  view: View,
  request: ShowRequest,
  signal: AbortSignal,
): AsyncGenerator<TerminalItem, void, void> {
  const { clock, views } = scope;
  const isKept = view.sessionId !== null;
  const over = AbortSignal.any([signal, view.left]);
  let wish = request.isControlling;
  let isFirst = true;
  while (!over.aborted) {
    const begunAtMs = clock.nowMs();
    const terminal = await attach(view, request.path, wish, over);
    if (terminal === null) break;
    let failure: Failure;
    if (terminal.ok) {
      const isControlling = !isKept || terminal.value.word === 'control';
      view.show(terminal.value, isControlling);
      if (isControlling) views.noteControl(view);
      isFirst = false;
      try {
        yield { type: 'opened', view: view.id, isControlling, isKept };
        yield* viewItems(view, terminal.value, clock, over);
      } finally {
        // Whoever was told only that it is open may leave, too.
        terminal.value.close();
      }
      wish = view.isControlling;
      view.hide();
      if (over.aborted) break;
      const end = await endOf(scope, view, terminal.value);
      if (over.aborted) break;
      if (end !== null) {
        yield { type: 'closed', reason: end };
        return;
      }
      failure = linkLost(isKept).failure;
    } else {
      failure = terminal.failure;
      if (isFirst || !isPassing(failure)) {
        yield { type: 'failed', failure };
        return;
      }
    }
    if (!isKept) {
      yield { type: 'away', failure, isRetried: false };
      yield { type: 'closed', reason: 'ended' };
      return;
    }
    const isBack = yield* waitAway(scope, view, request.profile, failure, over);
    if (!isBack) break;
    if (clock.nowMs() - begunAtMs < restMs) await pause(clock, restMs, over);
  }
  if (view.left.aborted && !signal.aborted) yield { type: 'closed', reason: 'detached' };
}

/** The terminal; null when nobody wants it any more. */
async function attach(
  { host, id, sessionId, size }: View,
  path: string | null,
  isControlling: boolean,
  signal: AbortSignal,
): Promise<Result<RemoteTerminal> | null> {
  const wish = isControlling ? 'control' : 'watch';
  try {
    return sessionId === null
      ? await host.remote.attach('session-shell', [path ?? ''], { size, signal })
      : await host.remote.attach('session-attach', [sessionId, id, wish], { size, signal });
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

/** How a terminal that is over ended for whoever looked at it; null when only the way to it is gone. */
async function endOf(
  scope: ShowScope,
  { host, sessionId }: View,
  terminal: RemoteTerminal,
): Promise<'ended' | 'detached' | null> {
  const end = await terminal.ended;
  if (end.kind === 'lost') return null;
  if (sessionId === null) return 'ended';
  const row = await findSession(scope, host, sessionId);
  if (row.ok) return row.value.state === 'dead' ? 'ended' : 'detached';
  if (row.failure.kind === 'session-not-found') return 'ended';
  return isPassing(row.failure) ? null : 'detached';
}

/** Tells that the link is away until it is back; false when the view is over. */
async function* waitAway(
  scope: ShowScope,
  { host }: View,
  profile: string,
  failure: Failure,
  signal: AbortSignal,
): AsyncGenerator<TerminalItem, boolean, void> {
  const lookUp = () => scope.findKnownHost(profile);
  const statuses = untilLinked({ host, lookUp, clock: scope.clock }, signal);
  let told: boolean | null = null;
  for (;;) {
    const step = await statuses.next();
    if (step.done !== true) {
      const isRetried = isLinkTried(step.value.state);
      // That the link is up is told by what opens the view again.
      const isNews = told === null || (told !== isRetried && step.value.state !== 'connected');
      if (isNews) yield { type: 'away', failure: step.value.failure ?? failure, isRetried };
      told = isRetried;
      continue;
    }
    if (step.value === null) return false;
    if (step.value.type === 'up') return true;
    if (step.value.type === 'failed') yield step.value;
    else yield { type: 'closed', reason: 'detached' };
    return false;
  }
}

/** What is answered about a view that is gone, or that is away. */
export function viewGone(view: View | null): ReturnType<typeof fail<'session-ended'>> {
  return view === null
    ? fail('session-ended', 'session', 'This view of the terminal is closed.', 'Open the terminal again.')
    : fail(
        'session-ended',
        'session',
        'The link is away, so nothing was typed.',
        'The terminal is shown again once the link is back.',
      );
}

/** Types into a view. */
export function typeInto(view: View | null, bytes: Uint8Array) {
  return view?.type(bytes) === true ? succeed({}) : viewGone(view);
}
