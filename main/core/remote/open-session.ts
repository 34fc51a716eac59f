import { randomBytes } from 'node:crypto';
import { type Result, succeed } from '../../contract/failure.ts';
import type { Clock } from '../ports.ts';
import { ChannelRefusedError, type CommandChannel, type Link, LinkLostError } from '../ssh/link.ts';
import type { ScriptArchive } from './script-archive.ts';
import { bootstrapFailed, linkLost, sessionRefused, shellEnded, silentShell } from './script-failures.ts';
import { ScriptSession } from './script-session.ts';
import { keepBeginning } from './untrusted.ts';

/** The only command Berth ever sends: it survives fish, tcsh, ash, dash and noisy start-up files. */
const onlyCommand = 'exec /bin/sh -s';
const markerTimeoutMs = 15_000;
/** Pushing 60 kB over a slow link and checking hashes on a busy host takes longer than a greeting. */
const pushTimeoutMs = 60_000;

async function openChannel(link: Link, signal?: AbortSignal): Promise<Result<CommandChannel>> {
  try {
    return succeed(await link.exec(onlyCommand, signal === undefined ? {} : { signal }));
  } catch (error) {
    if (error instanceof LinkLostError) return linkLost('the first handshake');
    if (error instanceof ChannelRefusedError) return sessionRefused(error.message);
    throw error;
  }
}

/** What the scripts are begun as. */
export interface SessionMode {
  readonly kind: 'runner' | 'operate' | 'receive' | 'sample';
  /** Whether the link lends this machine's SSH agent. */
  readonly isAgentForwarded: boolean;
  /** Who asks; a name that a shell would not take for one word is left out. */
  readonly clientName?: string | null;
}

/** The line reaches a shell as it is. */
const isPlainName = (name: string) => /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,79}$/.test(name);

/** Opens a channel, shakes hands, pushes the scripts when the host lacks them, and hands over a ready session. */
export async function openSession(
  link: Link,
  archive: ScriptArchive,
  mode: SessionMode,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Result<ScriptSession>> {
  const opened = await openChannel(link, signal);
  if (!opened.ok) return opened;
  const channel = opened.value;
  const nonce = randomBytes(16).toString('hex');
  const session = new ScriptSession(channel, nonce);
  const marker = `BERTH ${nonce} `;
  const heard: string[] = [];
  const handshake = session.listen<ScriptSession>(
    (settle) => {
      let timeoutMs = markerTimeoutMs;
      const onTimeout = () => {
        settle(silentShell(timeoutMs, heard.join('\n')));
        session.close();
      };
      let cancelTimer = clock.after(timeoutMs, onTimeout);
      const stdout = (line: string) => {
        if (!line.startsWith(marker)) {
          if (heard.length < 100) heard.push(keepBeginning(line, 500));
          return;
        }
        cancelTimer();
        const [word, reason] = line.slice(marker.length).split(' ');
        if (word === 'ready') return settle(succeed(session));
        if (word === 'push') {
          timeoutMs = pushTimeoutMs;
          cancelTimer = clock.after(timeoutMs, onTimeout);
          return session.write(archive.archive);
        }
        settle(bootstrapFailed(reason ?? '', session.log));
        session.close();
      };
      void channel.ended.then(() => cancelTimer());
      return { stdout, stderr: () => {} };
    },
    (end) =>
      end.isLinkLost ? linkLost('the first handshake') : shellEnded(end.how, `${heard.join('\n')}\n${session.log}`),
  );
  const begin = [nonce, archive.hash, archive.archive.length, mode.kind, mode.isAgentForwarded ? 'agent' : 'none'];
  if (mode.clientName && isPlainName(mode.clientName)) begin.push(mode.clientName);
  session.write(`${archive.bootstrap}\nberth_bootstrap ${begin.join(' ')}\n`);
  return handshake.outcome;
}
