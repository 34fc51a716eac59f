import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Failure, Result, SecretKind } from '../../../main/contract/failure.ts';
import type { HostStatus } from '../../../main/contract/hosts.ts';
import { type Profile, profile as profileSchema } from '../../../main/contract/profiles.ts';
import type { Clock } from '../../../main/core/ports.ts';
import { createLink, type LinkOptions } from '../../../main/core/ssh/create-link.ts';
import { createKnownHosts, type KnownHosts } from '../../../main/core/ssh/host-keys/known-hosts.ts';
import type { CommandChannel, ExitOutcome, Link } from '../../../main/core/ssh/link.ts';
import { defaultTimings, type LinkTimings } from '../../../main/core/ssh/timings.ts';

export const realClock: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

const silentLogger: LinkOptions['ports']['logger'] = { info: () => {}, warn: () => {}, error: () => {} };

/** One desktop: home, data directory, known hosts and secrets of its own, removed after the test. */
export interface Desk {
  readonly home: string;
  readonly data: string;
  readonly knownHosts: KnownHosts;
  readonly secrets: Map<SecretKind, string>;
  /** Writes the user's own known_hosts. */
  writeKnownHosts(text: string): Promise<void>;
  link(
    profile: Profile,
    options?: { timings?: Partial<LinkTimings>; agentSocket?: string; dial?: LinkOptions['dial'] },
  ): Link;
}

export async function makeDesk(): Promise<Desk> {
  const home = await mkdtemp(join(tmpdir(), 'berth-home-'));
  const data = join(home, 'data');
  await mkdir(join(home, '.ssh'));
  const systemKnownHosts = join(home, 'system_known_hosts');
  const knownHosts = createKnownHosts({ homeDirectory: home, dataDirectory: data, systemKnownHosts });
  const secrets = new Map<SecretKind, string>();
  const links: Link[] = [];
  onTestFinished(async () => {
    await Promise.all(links.map((link) => link.dispose()));
    // A link that is just up may still write what keys its host announces.
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });
  return {
    home,
    data,
    knownHosts,
    secrets,
    writeKnownHosts: (content) => writeFile(join(home, '.ssh', 'known_hosts'), content),
    link: (profile, { timings = {}, agentSocket, dial } = {}) => {
      const link = createLink({
        profile,
        knownHosts,
        secrets: {
          read: async (_id, kind) => secrets.get(kind) ?? null,
          forget: async (_id, kind) => void secrets.delete(kind),
        },
        ports: { homeDirectory: home, agentSocket: agentSocket ?? null, clock: realClock, logger: silentLogger },
        timings: { ...defaultTimings, backOffMs: [50, 100, 200], ...timings },
        ...(dial ? { dial } : {}),
      });
      links.push(link);
      return link;
    },
  };
}

/** A profile for root on loopback with a key file. */
export function makeProfile(port: number, fields: Partial<Profile> = {}): Profile {
  return profileSchema.parse({
    id: 'box',
    name: 'box',
    address: '127.0.0.1',
    port,
    user: 'root',
    authMethod: 'key',
    keyPath: '/nonexistent/key',
    ...fields,
  });
}

/** A known_hosts line for a loopback server. */
export function knownHostsLine(port: number, publicKey: string): string {
  return `[127.0.0.1]:${port} ${publicKey}\n`;
}

/** The failure of a result that must have failed. */
export function failureOfResult(result: Result<unknown>): Failure {
  if (result.ok) throw new Error('It succeeded.');
  return result.failure;
}

/** Runs a command to its end. */
export async function runCommand(link: Link, command: string): Promise<{ out: string; err: string; end: ExitOutcome }> {
  return await collect(await link.exec(command));
}

export async function collect(channel: CommandChannel): Promise<{ out: string; err: string; end: ExitOutcome }> {
  const [out, err, end] = await Promise.all([text(channel.stdout), text(channel.stderr), channel.ended]);
  return { out, err, end };
}

/** Resolves with the first status that satisfies the condition, the present one included. */
export function statusWhere(link: Link, condition: (status: HostStatus) => boolean): Promise<HostStatus> {
  return new Promise((resolve) => {
    const look = (status: HostStatus) => {
      if (!condition(status)) return;
      stop();
      resolve(status);
    };
    const stop = link.onDidChangeStatus(look);
    look(link.status());
  });
}
