import { readFile } from 'node:fs/promises';
import { onTestFinished } from 'vitest';
import { fail, succeed } from '../../../main/contract/failure.ts';
import type { HostStatus } from '../../../main/contract/hosts.ts';
import type { Profile } from '../../../main/contract/profiles.ts';
import type { SshHostSettings } from '../../../main/core/hosts/effective-profile.ts';
import { HostRegistry } from '../../../main/core/hosts/host-registry.ts';
import { createLink } from '../../../main/core/ssh/create-link.ts';
import type { Link } from '../../../main/core/ssh/link.ts';
import { defaultTimings, type LinkTimings } from '../../../main/core/ssh/timings.ts';
import { type Desk, knownHostsLine, makeDesk, realClock } from './harness.ts';
import type { Sshd } from './sshd.ts';

/** Several hosts of one desktop, as the core keeps them. */
export interface Fleet {
  readonly desk: Desk;
  readonly registry: HostRegistry;
  /** What is saved; replace an element to edit a profile. */
  readonly profiles: Profile[];
  /** What `~/.ssh/config` says, by name. */
  readonly sshHosts: Map<string, Partial<SshHostSettings>>;
  /** The addresses that profiles left. */
  readonly left: string[];
  link(id: string): Promise<Link>;
}

/** Makes a desktop with these profiles; `trusted` are servers whose keys it knows at these ports. */
export async function makeFleet(
  profiles: Profile[],
  trusted: readonly (readonly [port: number, sshd: Sshd])[],
  timings: Partial<LinkTimings> = {},
): Promise<Fleet> {
  const desk = await makeDesk();
  const lines = trusted.flatMap(([port, sshd]) => sshd.hostKeys.map((key) => knownHostsLine(port, key)));
  await desk.writeKnownHosts(lines.join(''));
  const sshHosts = new Map<string, Partial<SshHostSettings>>();
  const left: string[] = [];
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  const registry = new HostRegistry({
    sources: {
      findProfile: async (reference) => {
        const found = profiles.find(({ id }) => id === reference);
        return found ? succeed(found) : fail('profile-not-found', 'input', 'There is none.', 'Add it.');
      },
      listProfiles: async () => succeed(profiles),
      resolveSshHost: async (name) =>
        succeed({
          address: name,
          port: 22,
          user: null,
          keyPath: null,
          agentPath: null,
          jumps: [],
          problem: null,
          ...sshHosts.get(name),
        }),
    },
    createLink: (profile, way) =>
      createLink({
        profile,
        way,
        knownHosts: desk.knownHosts,
        secrets: { read: async () => null, forget: async () => {} },
        ports: { homeDirectory: desk.home, agentSocket: null, clock: realClock, logger: silent },
        timings: { ...defaultTimings, backOffMs: [50, 100, 200], knockMs: 100, ...timings },
      }),
    createRemote: () => ({
      call: () => Promise.reject(new Error('not used')),
      operate: () => Promise.reject(new Error('not used')),
      send: () => Promise.reject(new Error('not used')),
      sample: () => Promise.reject(new Error('not used')),
      attach: () => Promise.reject(new Error('not used')),
      dispose: () => {},
    }),
    onDidMove: ({ address, port }) => left.push(`${address}:${port}`),
  });
  onTestFinished(() => registry.dispose());
  return {
    desk,
    registry,
    profiles,
    sshHosts,
    left,
    link: async (id) => {
      const host = await registry.find(id);
      if (!host.ok) throw new Error(host.failure.message);
      return host.value.link;
    },
  };
}

/** How many logins a server has let in. */
export async function loginCount(sshd: Sshd): Promise<number> {
  const log = await readFile(`${sshd.directory}/log`, 'utf8');
  return log.split('\n').filter((line) => line.startsWith('Accepted publickey for ')).length;
}

/** Every state that a link enters from now on. */
export function statesOf(link: Link): HostStatus['state'][] {
  const states: HostStatus['state'][] = [];
  link.onDidChangeStatus(({ state }) => {
    if (states.at(-1) !== state) states.push(state);
  });
  return states;
}
