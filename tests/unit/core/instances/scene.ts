import { pino } from 'pino';
import type { z } from 'zod';
import { type Failure, fail, type Result, succeed } from '../../../../main/contract/failure.ts';
import type { HostStatus } from '../../../../main/contract/hosts.ts';
import { type Instance, instance } from '../../../../main/contract/instances.ts';
import { profile } from '../../../../main/contract/profiles.ts';
import type { Gate, RestingState } from '../../../../main/core/gate/gate.ts';
import type { Host } from '../../../../main/core/host.ts';
import { createInstances } from '../../../../main/core/instances/instances.ts';
import { LinkLostError } from '../../../../main/core/ssh/link.ts';
import { HostOrder } from '../../../../main/core/watching/host-order.ts';
import { perLink } from '../../../../main/core/watching/per-link.ts';
import { fakeInstance } from '../../../support/fake-core/fake-hosts.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';
import { hostlessCore } from '../../../support/fakes/hostless-core.ts';

/** What a verb is asked; its answer is checked by the schema that the core gives for it. */
export interface Asked {
  readonly verb: string;
  readonly args: readonly string[];
}

type Verb = (args: readonly string[]) => unknown;

/** A running instance as a host tells it. */
export const runningRow = (id: string, part: Partial<Instance> = {}): Instance =>
  instance.parse(fakeInstance(id, { state: 'running', port: 8888, pid: 7, startedAtMs: 1, ...part }));

export const failed = (kind: Failure['kind']): { readonly ok: false; readonly failure: Failure } =>
  fail(kind, 'script', 'It failed.', 'Try again.');

/** The `instances` capability on a host whose verbs are functions; a function returns a value or a failed result. */
export function startScene(verbs: Record<string, Verb>) {
  const asked: Asked[] = [];
  const clock = new ManualClock();
  const listeners = new Set<(status: HostStatus) => void>();
  let state: HostStatus['state'] = 'connected';
  const status = () => ({ state }) as HostStatus;

  async function answer<T extends z.ZodType>(verb: string, args: readonly string[], schema: T) {
    asked.push({ verb, args });
    const told = await verbs[verb]?.(args);
    if (told === undefined) throw new Error(`nobody answers ${verb}`);
    if (typeof told === 'object' && told !== null && 'ok' in told) return told as Result<z.output<T>>;
    return succeed(schema.parse(told));
  }

  let host: Host = {
    profile: profile.parse({ id: 'p', name: 'p', address: '192.0.2.1', user: 'me' }),
    link: {
      profileId: 'p',
      status,
      onDidChangeStatus: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      connect: async () => succeed(status()),
      whenConnected: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        return state === 'connected' ? succeed(status()) : failed('unreachable');
      },
      wake: () => {},
      disconnect: async () => {},
      answer: () => false,
      timeline: () => [],
      diagnose: async () => ({ steps: [], failure: null, text: '' }),
      exec: () => Promise.reject(new LinkLostError('no link')),
      terminal: () => Promise.reject(new LinkLostError('no link')),
      forward: () => Promise.reject(new LinkLostError('no link')),
      dispose: async () => {},
    },
    remote: {
      call: answer,
      operate: answer,
      send: answer,
      sample: () => Promise.reject(new Error('nobody looks')),
      attach: () => Promise.reject(new Error('nobody looks')),
      dispose: () => {},
    },
  };

  const admitted = new Map<string, RestingState | null>();
  const tokens: string[] = [];
  const gate: Gate = {
    ...hostlessCore().gate,
    admit: async ({ instanceId, instanceCookie }) => {
      admitted.set(instanceId, null);
      tokens.push(instanceCookie.value);
      const path = `/vscode/${instanceId}/`;
      return {
        origin: `http://${instanceId}`,
        path,
        cookie: { name: 'c', value: 'v' },
        issueEntryUrl: () => 'http://x',
      };
    },
    find: (_profile, id) =>
      admitted.get(id) === null
        ? { origin: `http://${id}`, path: '/', cookie: { name: 'c', value: 'v' }, issueEntryUrl: () => 'http://x' }
        : null,
    isKnown: (_profile, id) => admitted.has(id),
    rest: (_profile, id, why) => {
      if (admitted.has(id)) admitted.set(id, why);
    },
  };

  const instances = createInstances({
    findHost: async () => succeed(host),
    resolveRepository: async (_host, reference) =>
      reference.startsWith('no-')
        ? fail('repository-not-found', 'input', 'There is none.', 'List them.')
        : succeed({ id: reference, name: reference, path: `/srv/${reference}` }),
    gate,
    orderOf: perLink((it) => new HostOrder(it, pino({ enabled: false }))),
    clock,
    logger: pino({ enabled: false }),
  });

  return {
    instances,
    host: () => host,
    asked,
    clock,
    /** Why an instance rests, null while it is let through, undefined without a tab. */
    admitted,
    /** Changes the ports of the profile, as the registry does: another host with the same link. */
    changePorts: () => {
      host = { ...host, profile: { ...host.profile, portLast: host.profile.portLast + 1 } };
    },
    /** The token of each admission, in order. */
    tokens,
    setState: (next: HostStatus['state']) => {
      state = next;
      for (const listener of listeners) listener(status());
    },
    verbs: () => asked.map(({ verb }) => verb),
  };
}

/** What an operation came to, and the titles of its steps. */
export async function outcomeOf<T>(
  items: AsyncIterable<T>,
): Promise<{ readonly last: T | undefined; readonly all: T[] }> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return { last: all.at(-1), all };
}
