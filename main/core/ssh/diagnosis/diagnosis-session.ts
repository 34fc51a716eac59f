import { randomBytes } from 'node:crypto';
import { finished } from 'node:stream/promises';
import type { Clock } from '../../ports.ts';
import { unlessAborted } from '../../streams/unless-aborted.ts';
import type { SshConnection } from '../connection/connection.ts';
import { ChannelRefusedError, type CommandChannel, type ExitOutcome, LinkLostError } from '../link.ts';
import { plainText } from '../plain-text.ts';
import { classifyRefusedCommand, type DiagnosisCause, diagnosisFailure } from './diagnosis-causes.ts';
import type { DiagnosisRun, Finding } from './diagnosis-run.ts';
import { describeClocks, describeShell, judgeShell, readShellFacts, shellQuestions } from './diagnosis-shell.ts';

/** How long a command of the diagnosis may take. */
const commandLimitMs = 10_000;
const maxOutputLength = 64 * 1024;
/** A port of the host that nobody listens on: tcpmux, which no system offers any more. */
const deadPort = 1;
/** Where Berth's nginx listens, unless somebody else does. */
const nginxPort = 8887;
const probeCount = 5;

/**
 * What a logged-in connection can do: sessions, forwards, the account's shell and home, the clock, the round trip. An abort
 * leaves the check under way to whoever closes the connection.
 */
export async function checkSession(
  run: DiagnosisRun,
  connection: SshConnection | null,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const make = (look: (connection: SshConnection) => Promise<Finding>) => async (): Promise<Finding> => {
    if (connection === null) return { outcome: 'skipped', message: 'There is no connection to try it on.' };
    try {
      signal.throwIfAborted();
      return await unlessAborted(look(connection), signal);
    } catch (error) {
      if (signal.aborted) return { outcome: 'skipped', message: 'The diagnosis was called off.' };
      throw error;
    }
  };
  let clocks: string | null = null;
  await run.check(
    'session',
    'Running a command',
    make((open) => tryCommand(open, clock)),
  );
  await run.check('route', 'Forwarding', make(tryForward));
  await run.check(
    'script',
    'Login shell and home folder',
    make(async (open) => {
      const shell = await tryShell(open, clock);
      clocks = shell.clocks;
      return shell.finding;
    }),
  );
  await run.check(
    'script',
    'Clock',
    make(async () => ({ outcome: 'ok', message: clocks ?? 'The server has not told its time.' })),
  );
  await run.check(
    'session',
    'Round trip',
    make((open) => measureRoundTrip(open)),
  );
}

async function tryCommand(connection: SshConnection, clock: Clock): Promise<Finding> {
  const answer = await ask(connection, 'true', '', clock);
  if (typeof answer === 'string') return failed(answer);
  const { end, said, detail } = answer;
  if (end.kind === 'exited' && end.code === 0) return { outcome: 'ok', message: 'The server runs a command.' };
  if (end.kind === 'unknown') return failed('shell-silent', detail);
  return failed(classifyRefusedCommand(said), detail);
}

/** Any port will do, or else the one that editors are reached by: some hosts forward to named ports only. */
async function tryForward(connection: SshConnection): Promise<Finding> {
  const any = await tryPort(connection, deadPort);
  if (any === null) return { outcome: 'ok', message: 'The server forwards connections to its own ports.' };
  if (any.cause !== 'forwarding-forbidden') return failed(any.cause, any.detail);
  const own = await tryPort(connection, nginxPort);
  if (own !== null) return failed(own.cause, own.detail);
  return {
    outcome: 'ok',
    message: `The server forwards connections to port ${nginxPort}, by which editors are reached.`,
  };
}

/** A port nobody listens on is refused by the host's system; a forbidden one by sshd, with another reason. Null: it is allowed. */
async function tryPort(
  connection: SshConnection,
  port: number,
): Promise<{ readonly cause: DiagnosisCause; readonly detail: string | null } | null> {
  try {
    const stream = await connection.forward('127.0.0.1', port);
    stream.on('error', () => undefined);
    stream.destroy();
    return null;
  } catch (error) {
    if (error instanceof ChannelRefusedError && error.reason === 'connect-failed') return null;
    if (error instanceof LinkLostError) return { cause: 'connection-lost', detail: null };
    const isForbidden = error instanceof ChannelRefusedError && error.reason === 'prohibited';
    return { cause: isForbidden ? 'forwarding-forbidden' : 'forwarding-failed', detail: messageOf(error) };
  }
}

async function tryShell(
  connection: SshConnection,
  clock: Clock,
): Promise<{ readonly finding: Finding; readonly clocks: string | null }> {
  const nonce = `berth-${randomBytes(12).toString('hex')}`;
  const askedAtMs = clock.nowMs();
  const answer = await ask(connection, 'exec /bin/sh -s', shellQuestions(nonce), clock);
  if (typeof answer === 'string') return { finding: failed(answer), clocks: null };
  const shell = readShellFacts(answer.output, nonce);
  if (shell === null) {
    const isReplaced = answer.end.kind !== 'unknown' && answer.said !== '';
    return { finding: failed(isReplaced ? 'command-replaced' : 'shell-silent', answer.detail), clocks: null };
  }
  const hostSeconds = Number(shell.facts.clock);
  const clocks = Number.isFinite(hostSeconds) ? describeClocks(hostSeconds, askedAtMs, clock.nowMs()) : null;
  const failure = judgeShell(shell);
  if (failure) return { finding: { outcome: 'failed', failure }, clocks };
  return { finding: { outcome: 'ok', message: describeShell(shell) }, clocks };
}

async function measureRoundTrip(connection: SshConnection): Promise<Finding> {
  const samples: number[] = [];
  for (let i = 0; i < probeCount; i++) {
    if (!(await connection.probe())) return failed('connection-lost');
    if (connection.roundTripMs !== null) samples.push(connection.roundTripMs);
  }
  samples.sort((a, b) => a - b);
  const medianMs = samples[Math.floor(samples.length / 2)] ?? 0;
  return {
    outcome: 'ok',
    message: `A round trip takes ${medianMs < 1 ? 'less than 1' : Math.round(medianMs)} ms (median of ${samples.length}).`,
  };
}

interface Answered {
  readonly output: string;
  readonly end: ExitOutcome;
  /** Both outputs together, cleaned. */
  readonly said: string;
  /** The same with how the command ended, for the curious. */
  readonly detail: string;
}

/** Runs a command with `input` on its stdin, or tells why the host opened no session for it. */
async function ask(
  connection: SshConnection,
  command: string,
  input: string,
  clock: Clock,
): Promise<Answered | DiagnosisCause> {
  let channel: CommandChannel;
  try {
    channel = await connection.exec(command);
  } catch (error) {
    if (error instanceof ChannelRefusedError) return 'session-refused';
    if (error instanceof LinkLostError) return 'connection-lost';
    throw error;
  }
  const stopTimer = clock.after(commandLimitMs, () => channel.close());
  channel.stdin.end(input);
  const heard = { output: '', errors: '' };
  channel.stdout.on('data', (chunk: Buffer) => {
    if (heard.output.length < maxOutputLength) heard.output += chunk.toString('utf8');
  });
  channel.stderr.on('data', (chunk: Buffer) => {
    if (heard.errors.length < maxOutputLength) heard.errors += chunk.toString('utf8');
  });
  // What a short command says may be read after its end.
  const [end] = await Promise.all([channel.ended, finished(channel.stdout), finished(channel.stderr)]);
  stopTimer();
  const said = plainText(`${heard.output}\n${heard.errors}`.trim(), 1_000);
  const how =
    end.kind === 'exited' ? `It ended with ${end.code}.` : end.kind === 'signalled' ? `It ended by ${end.signal}.` : '';
  return { output: heard.output, end, said, detail: `${said}\n${plainText(how)}`.trim() };
}

function failed(cause: DiagnosisCause, detail: string | null = null): Finding {
  return { outcome: 'failed', failure: diagnosisFailure(cause, detail) };
}

function messageOf(error: unknown): string {
  return plainText(error instanceof Error ? error.message : String(error), 300);
}
