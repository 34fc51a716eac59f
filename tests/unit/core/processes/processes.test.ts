import { expect, it } from 'vitest';
import { type Result, succeed } from '../../../../main/contract/failure.ts';
import { profile } from '../../../../main/contract/profiles.ts';
import type { Host } from '../../../../main/core/host.ts';
import { createProcesses } from '../../../../main/core/processes/processes.ts';
import { createProcessLink } from '../../../support/fakes/process-link.ts';

const saved = profile.parse({ id: 'p', name: 'p', address: '192.0.2.1', user: 'me' });
const context = { signal: new AbortController().signal };
const refuse = () => Promise.reject(new Error('not asked'));
const nothing = { ended: [], alive: [], gone: [], failures: [] };
const busy = {
  ok: false,
  failure: { kind: 'busy', stage: 'stop', message: 'Busy.', nextStep: 'Wait.', detail: null },
} as unknown as Result<never>;

/** Ends processes on a host that answers as told, and tells what it was asked. */
async function end(
  processes: readonly { pid: number; startTicks: number; foreign: { user: string; name: string } | null }[],
  answers: (args: readonly string[]) => unknown,
  isForced = false,
) {
  const asked: (readonly string[])[] = [];
  const host: Host = {
    profile: saved,
    link: createProcessLink({}),
    remote: {
      call: refuse,
      send: refuse,
      sample: refuse,
      attach: refuse,
      dispose: () => {},
      operate: async (verb, args, schema) => {
        asked.push([verb, ...args]);
        const told = answers(args);
        return told === busy ? busy : succeed(schema.parse(told));
      },
    },
  };
  const input = { profile: 'p', processes: [...processes], isForced };
  for await (const item of createProcesses(async () => succeed(host)).end(input, context)) {
    if (item.type !== 'step') return { asked, last: item };
  }
  throw new Error('it ended without an outcome');
}

const mine = (pid: number) => ({ pid, startTicks: pid * 10, foreign: null });
const identity = (pid: number) => ({ pid, startTicks: pid * 10 });

it('names each process by its identity, and one of others by its owner and name too', async () => {
  const foreign = { user: 'root', name: 'sshd: x' };
  const told = {
    ...nothing,
    ended: [identity(7)],
    failures: [
      {
        ...identity(8),
        failure: { kind: 'invalid-input', stage: 'stop', message: 'It is \u001b[31manother one.', nextStep: 'Look.' },
      },
    ],
  };
  const { asked, last } = await end([mine(7), { ...mine(8), foreign }], () => told, true);
  expect(asked).toEqual([['process-end', '--process', '7:70', '--process', '8:80:root:sshd: x', '--force']]);
  expect(last).toMatchObject({
    type: 'done',
    value: { ended: [identity(7)], failures: [{ pid: 8, failure: { message: 'It is another one.', detail: null } }] },
  });
});

it('takes no word of a host about processes that it was not asked for', async () => {
  const told = { ...nothing, ended: [identity(7), identity(9)], gone: [{ pid: 7, startTicks: 71 }] };
  expect((await end([mine(7)], () => told)).last).toEqual({
    type: 'done',
    value: { ...nothing, ended: [identity(7)] },
  });
});

it('asks for many in several commands, and tells which of them were not heard', async () => {
  const all = Array.from({ length: 450 }, (_, index) => mine(index + 1));
  let count = 0;
  const { asked, last } = await end(all, (args) => {
    count += 1;
    if (count === 2) return busy;
    const ended = args.filter((arg) => arg.includes(':')).map((arg) => identity(Number(arg.split(':')[0])));
    return { ...nothing, ended };
  });
  expect(asked.map((args) => args.length)).toEqual([401, 401, 101]);
  if (last.type !== 'done') throw new Error('it failed');
  expect([last.value.ended.length, last.value.failures.length]).toEqual([250, 200]);
  expect(last.value.failures[0]).toMatchObject({ ...identity(201), failure: { kind: 'busy' } });
  expect((await end([mine(1)], () => busy)).last).toMatchObject({ type: 'failed', failure: { kind: 'busy' } });
});
