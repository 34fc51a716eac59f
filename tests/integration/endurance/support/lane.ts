import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { createRemote } from '../../../../main/core/remote/create-remote.ts';
import type { ScriptArchive } from '../../../../main/core/remote/script-archive.ts';
import type { LinkTimings } from '../../../../main/core/ssh/timings.ts';
import { knownHostsLine, makeDesk, makeProfile, realClock, runCommand, statusWhere } from '../../ssh/harness.ts';
import { startLinkProxy } from '../../ssh/link-proxy.ts';
import { signal, startSshd } from '../../ssh/sshd.ts';
import { countingVerb } from './counting-scripts.ts';

/** How a link is broken. */
export const cutKinds = ['reset', 'outage', 'half-open', 'half-open and woken', 'stopped server'] as const;
export type CutKind = (typeof cutKinds)[number];

/** What came of one cut. */
export interface Recovery {
  readonly kind: CutKind;
  /** From when the network was back to when a command ran again. */
  readonly tookMs: number;
  /** What the operation that was cut was told to be. */
  readonly isToldDone: boolean;
  /** How often it really had its effect. */
  readonly effectCount: number;
}

/** A server, a network that breaks and a link over it. */
export interface Lane {
  /** Breaks the link while an operation runs over it, and waits until both are over. */
  breakOnce(kind: CutKind, moment: number): Promise<Recovery>;
  connectionCount(): Promise<number>;
}

/** The back-off is the product's; only what would be spent waiting for silence, or for a link to count as good, is shorter. */
const timings: Partial<LinkTimings> = {
  heartbeatMs: 250,
  missedHeartbeatCount: 3,
  wakeDoubtMs: 300,
  stableMs: 1,
  backOffMs: [1_000, 2_000, 4_000, 8_000, 15_000, 30_000],
};
const outageMs = 700;
/** The operation takes about as long, so a moment of it meets all of its parts. */
const operationMs = 600;

export async function openLane(archive: ScriptArchive): Promise<Lane> {
  const sshd = await startSshd();
  onTestFinished(() => sshd.stop());
  const proxy = await startLinkProxy(sshd.port);
  onTestFinished(() => proxy.stop());
  const desk = await makeDesk();
  await desk.writeKnownHosts(sshd.hostKeys.map((key) => knownHostsLine(proxy.port, key)).join(''));
  const link = desk.link(makeProfile(proxy.port, { keyPath: sshd.keyPath }), { timings });
  const remote = createRemote(link, async () => archive, realClock);
  onTestFinished(() => remote.dispose());
  const effectsFile = path.join(sshd.directory, '.local/share/berth/effects');
  const connected = await link.connect();
  if (!connected.ok) throw new Error(connected.failure.message);
  let turn = 0;

  /** Breaks the link, and resolves when the network is back; the processes that were stopped are to be ended later. */
  const cut = async (kind: CutKind): Promise<readonly number[]> => {
    if (kind === 'reset') proxy.reset();
    else if (kind === 'outage') {
      await proxy.refuse(true);
      await new Promise((resolve) => setTimeout(resolve, outageMs));
      await proxy.refuse(false);
    } else if (kind === 'stopped server') {
      const pids = await sshd.connectionPids();
      for (const pid of pids) signal(pid, 'SIGSTOP');
      return pids;
    } else {
      proxy.freeze();
      proxy.thaw();
      if (kind === 'half-open and woken') link.wake();
    }
    return [];
  };

  return {
    connectionCount: async () => (await sshd.connectionPids()).length,
    breakOnce: async (kind, moment) => {
      const id = `turn-${++turn}`;
      const operation = remote.operate(countingVerb, ['--id', id], z.object({ isDone: z.literal(true) }));
      await new Promise((resolve) => setTimeout(resolve, moment * operationMs));
      const lost = statusWhere(link, ({ state }) => state !== 'connected');
      const stopped = await cut(kind);
      const backAtMs = performance.now();
      await lost;
      for (;;) {
        const up = await link.whenConnected(60_000);
        if (!up.ok) throw new Error(`${kind}: ${up.failure.message} ${up.failure.detail ?? ''}`);
        const isUp = await runCommand(link, 'echo up').then(
          ({ out }) => out === 'up\n',
          () => false,
        );
        if (isUp) break;
      }
      const tookMs = performance.now() - backAtMs;
      for (const pid of stopped) signal(pid, 'SIGKILL');
      proxy.dropFrozen();
      const told = await operation;
      if (!told.ok && told.failure.kind !== 'link-lost') throw new Error(`${kind}: ${told.failure.message}`);
      const effects = (await readFile(effectsFile, 'utf8').catch(() => '')).split('\n');
      return { kind, tookMs, isToldDone: told.ok, effectCount: effects.filter((effect) => effect === id).length };
    },
  };
}
