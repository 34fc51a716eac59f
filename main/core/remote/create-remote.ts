import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { succeed } from '../../contract/failure.ts';
import type { Clock } from '../ports.ts';
import type { Link } from '../ssh/link.ts';
import { attach } from './attach.ts';
import { parseAnswer } from './document.ts';
import { FewSessions } from './few-sessions.ts';
import { openSession, type SessionMode } from './open-session.ts';
import { operate } from './operate.ts';
import type { Remote } from './remote.ts';
import { Runner } from './runner.ts';
import { sample } from './sample.ts';
import type { ScriptArchive } from './script-archive.ts';
import { isSessionRefused, isShellEnded } from './script-failures.ts';
import { send } from './send.ts';

const callTimeoutMs = 30_000;
const operationTimeoutMs = 180_000;
const stallTimeoutMs = 180_000;
/** A quarter of a second on a line of 2 MB/s; a whole window of sshd's would be a second. */
const leastUnderwayBytes = 512 * 1024;
/** What a line with a long way takes all the same, bytes per millisecond of a round trip. */
const bytesPerRoundTripMs = 10_000;

/** Of what `hello` answers: where Berth's folder is. */
const helloAnswer = z.object({ home: z.string().startsWith('/').max(4096) });

/** What the scripts of a host are begun with. */
export interface RemoteSettings {
  /** Whether instances are told of the agent that the link lends. */
  readonly isAgentForwarded: boolean;
  /** Who asks, for the host's log of operations; letters, digits and `._+-@`. */
  readonly clientName?: string | null;
}

/**
 * The scripts of one host over its link. `archive` is asked for once and shared by all hosts. With `isAgentForwarded` the
 * scripts let instances know the agent that the link lends.
 */
export function createRemote(
  link: Link,
  archive: () => Promise<ScriptArchive>,
  clock: Clock,
  { isAgentForwarded, clientName = null }: RemoteSettings = { isAgentForwarded: false },
): Remote {
  const open = async (kind: SessionMode['kind'], signal?: AbortSignal) =>
    openSession(link, await archive(), { kind, isAgentForwarded, clientName }, clock, signal);
  const runner = new Runner(() => open('runner'), clock);
  const sessions = new FewSessions(clock);
  const openOwn = async (kind: 'operate' | 'receive', signal?: AbortSignal) => {
    const attempt = async () => {
      const opened = await open(kind, signal);
      if (opened.ok) sessions.hold(opened.value.ended);
      return opened;
    };
    const opened = await attempt();
    if (opened.ok || !isSessionRefused(opened.failure)) return opened;
    return runner.standAside(() => sessions.inTurn(attempt, signal), signal);
  };
  let home: string | null = null;
  const findHome = async (signal?: AbortSignal) => {
    const raw = await sessions.inTurn(() => runner.call('hello', [], callTimeoutMs, signal), signal);
    const told = raw.ok ? parseAnswer('hello', raw.value, helloAnswer) : raw;
    if (!told.ok) return told;
    home = told.value.home;
    return succeed(home);
  };
  return {
    async call(command, args, value, { timeoutMs = callTimeoutMs, signal, isOnce } = {}) {
      const raw = await sessions.inTurn(() => runner.call(command, args, timeoutMs, signal, isOnce), signal);
      return raw.ok ? parseAnswer(command, raw.value, value) : raw;
    },
    operate(command, args, value, { timeoutMs = operationTimeoutMs, signal, cancelSignal, onStep = () => {} } = {}) {
      return operate(
        {
          link,
          clock,
          open: (opening) => openOwn('operate', eitherOf(signal, opening)),
          call: (name, values) => runner.call(name, values, callTimeoutMs),
        },
        { command, args, operationId: randomUUID(), value, timeoutMs, onStep, cancelSignal },
      );
    },
    async send(command, args, value, source, { stallMs = stallTimeoutMs, signal, onSent = () => {} } = {}) {
      const opened = await openOwn('receive', signal);
      if (!opened.ok) return opened;
      const mostUnderwayBytes = Math.max(leastUnderwayBytes, (link.status().roundTripMs ?? 0) * bytesPerRoundTripMs);
      const request = { command, args, value, source, mostUnderwayBytes, stallMs, onSent, signal };
      return send(opened.value, clock, request);
    },
    async sample(command, args, { onLine }) {
      // A host that refuses it is asked again by whoever wants to have it; nothing else is put off for it.
      const opened = await open('sample');
      if (!opened.ok) return opened;
      const sampling = sample(opened.value, clock, { command, args, onLine });
      sessions.lend(opened.value.ended, sampling.close);
      return succeed(sampling);
    },
    async attach(program, args, options) {
      const { hash: scriptsHash } = await archive();
      const known = home;
      const at = await (known === null ? findHome(options.signal) : succeed(known));
      if (!at.ok) return at;
      const attached = await attach(link, clock, { program, args, home: at.value, scriptsHash }, options);
      // Somebody may have cleared the scripts away since; what begins a runner brings them back.
      if (attached.ok || known === null || !isShellEnded(attached.failure)) return attached;
      await runner.standAside(async () => {}, options.signal);
      const again = await findHome(options.signal);
      return again.ok ? attach(link, clock, { program, args, home: again.value, scriptsHash }, options) : again;
    },
    dispose: () => {
      runner.dispose();
      void sessions.giveUpLent();
    },
  };
}

function eitherOf(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined {
  return one === undefined || other === undefined ? (one ?? other) : AbortSignal.any([one, other]);
}
