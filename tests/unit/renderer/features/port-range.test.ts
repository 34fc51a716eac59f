import { expect, test } from 'vitest';
import type { HostPort } from '../../../../main/contract/host-ports.ts';
import { profile as schema } from '../../../../main/contract/profiles.ts';
import { checkRange, freePortCount, rangeFacts } from '../../../../renderer/features/ports/port-range.ts';
import { createPortsModel } from '../../../../renderer/features/ports/ports-model.ts';

const profile = schema.parse({ id: 'box', name: 'box', address: 'box', user: 'me' });
const nameOf = (id: string) => `name of ${id}`;
const isCrashed = (id: string) => id === 'three';
const port = (number: number, kind: HostPort['kind'], part: Partial<HostPort> = {}): HostPort => ({
  port: number,
  protocol: 'tcp',
  address: '127.0.0.1',
  kind,
  instanceId: null,
  pid: null,
  user: null,
  command: null,
  ...part,
});
const ports = [
  port(8887, 'nginx'),
  port(8888, 'claim', { instanceId: 'one', address: null }),
  port(8888, 'instance', { instanceId: 'one', pid: 41 }),
  port(8889, 'foreign', { command: '/usr/bin/node server.js', pid: 77 }),
  port(8889, 'foreign', { command: '/usr/bin/node server.js', pid: 77, address: '::1' }),
  port(8890, 'claim', { instanceId: 'two', address: null }),
  port(9000, 'foreign'),
];

test('every port of the range is one cell that says who holds it', () => {
  const facts = rangeFacts({ first: 8888, last: 8891 }, ports, nameOf, isCrashed);
  expect(facts.cells).toEqual([
    { port: 8888, state: 'instance', name: 'name of one', pid: 41 },
    { port: 8889, state: 'foreign', name: 'node', pid: 77 },
    { port: 8890, state: 'claim', name: 'name of two', pid: null },
    { port: 8891, state: 'free', name: null, pid: null },
  ]);
  expect(facts).toMatchObject({ portCount: 4, freeCount: 1, isShortened: false, outside: [] });
});

test('instances beside the range are named, other programs there are not', () => {
  const facts = rangeFacts({ first: 8889, last: 8889 }, ports, nameOf, isCrashed);
  expect(facts.freeCount).toBe(0);
  expect(facts.outside.map(({ name }) => name)).toEqual(['name of one', 'name of two']);
});

test('the port of a crashed editor looks unlike that of a sleeping one, until it runs again', () => {
  const kept = ['two', 'three'].map((instanceId, index) => port(8890 + index, 'claim', { instanceId, address: null }));
  const states = (listed: readonly HostPort[]) =>
    rangeFacts({ first: 8890, last: 8891 }, listed, nameOf, isCrashed).cells.map(({ state }) => state);
  expect(states(kept)).toEqual(['claim', 'crashed']);
  expect(states([...kept, port(8891, 'instance', { instanceId: 'three' })])).toEqual(['claim', 'instance']);
  expect(rangeFacts({ first: 1, last: 2 }, kept, nameOf, isCrashed).outside).toHaveLength(2);
});

test('free is what neither a row nor another program has; what lies beside the range takes nothing of it', () => {
  const rows = [{ port: 8888 }, { port: null }, { port: 9100 }];
  expect(freePortCount({ first: 8888, last: 8891 }, rows, ports)).toBe(2);
  expect(freePortCount({ first: 8888, last: 8891 }, [], [])).toBe(4);
  expect(freePortCount({ first: 8889, last: 8889 }, [{ port: 8889 }], ports)).toBe(0);
});

test('all the ports there are can be a range; only the taken ones are cells then', () => {
  const facts = rangeFacts({ first: 1, last: 65_535 }, ports, nameOf, isCrashed);
  expect(facts).toMatchObject({ isShortened: true, portCount: 65_535, freeCount: 65_530, outside: [] });
  expect(facts.cells.map(({ port: number }) => number)).toEqual([8887, 8888, 8889, 8890, 9000]);
});

test('a typed range is checked as the contract checks it, at the field that is wrong', () => {
  expect(checkRange(profile, { first: ' 9000', last: '9010 ' })).toMatchObject({
    ok: true,
    range: { first: 9000, last: 9010 },
    draft: { name: 'box', portFirst: 9000, portLast: 9010 },
  });
  expect(checkRange(profile, { first: '9000', last: '8000' })).toMatchObject({ ok: false, field: 'last' });
  expect(checkRange(profile, { first: 'x', last: '8000' })).toMatchObject({ ok: false, field: 'first' });
  expect(checkRange(profile, { first: '8000', last: '70000' })).toMatchObject({
    ok: false,
    message: 'Last port must be 1 to 65535',
  });
});

test('a check tells what it put right and reads the ports anew', async () => {
  let listed: HostPort[] = ports;
  const change = { target: '8888', message: 'Its claim was missing.' };
  const model = createPortsModel({
    ports: {
      list: async () => ({ ok: true, value: listed }),
      reconcile: async () => {
        listed = [];
        return { ok: true, value: { changes: [change] } };
      },
    },
  } as never);
  await model.read('box');
  const checking = model.check('box');
  expect(model.store.getState().box?.check).toEqual({ phase: 'running' });
  await checking;
  expect(model.store.getState().box).toMatchObject({
    ports: [],
    problem: null,
    check: { phase: 'done', changes: [change] },
  });
  model.dismissCheck('box');
  expect(model.store.getState().box?.check).toBeNull();
});
