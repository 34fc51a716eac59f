import { expect, test } from 'vitest';
import { type LeadEntry, leadOf } from '../../../../renderer/features/fleet/fleet-lead.ts';
import { type FleetEntry, orderFleet } from '../../../../renderer/features/fleet/fleet-order.ts';

const entry = (id: string, part: Partial<FleetEntry> = {}): FleetEntry => ({
  id,
  name: id,
  address: '192.0.2.1',
  user: 'deploy',
  tags: [],
  state: 'connected',
  cpuShare: null,
  diskShare: null,
  memoryShare: null,
  ...part,
});
const fleet = [
  entry('node-10', { cpuShare: 0.2, memoryShare: 0.9, tags: ['eu', 'production'] }),
  entry('node-9', { state: 'disconnected' }),
  entry('attic', { state: 'failed', address: 'attic.example.org', user: 'ops' }),
  entry('node-1', { cpuShare: 0.9, memoryShare: 0.1, tags: ['us'] }),
];

test.each([
  ['order', 'node-10 node-9 attic node-1'],
  ['name', 'attic node-1 node-9 node-10'],
  ['state', 'attic node-10 node-1 node-9'],
  ['cpu', 'node-1 node-10 node-9 attic'],
  ['memory', 'node-10 node-1 node-9 attic'],
] as const)('sorted by %s', (sort, ids) => expect(orderFleet(fleet, '', sort).join(' ')).toBe(ids));

test.each([
  ['NODE', 'node-10 node-9 node-1'],
  ['prod eu', 'node-10'],
  ['example.org', 'attic'],
  ['eu us', ''],
  ['ops attic', 'attic'],
])('filtered by "%s"', (filter, ids) => expect(orderFleet(fleet, filter, 'order').join(' ')).toBe(ids));

const lead = (...entries: (readonly [name: string, isLinked: boolean, need: string | null])[]) =>
  leadOf(entries.map(([name, isLinked, need]): LeadEntry => ({ name, isLinked, need })))
    .map(({ text, isStrong }) => (isStrong ? `*${text}*` : text))
    .join('');

test('the first sentence names what needs somebody, and says when nothing does', () => {
  expect(lead(['a', false, null], ['b', false, null])).toContain('None of your 2 servers is linked.');
  expect(lead(['a', true, null], ['b', false, null])).toBe('1 of 2 servers is linked. Everything is quiet.');
  expect(lead(['a', true, null], ['b', true, null])).toBe('All 2 servers are linked. Everything is quiet.');
  expect(lead(['a', true, null], ['b', false, 'asks you something'])).toBe(
    'One server needs you: *b* asks you something. 1 of 2 servers is linked.',
  );
  expect(lead(['a', false, 'x'], ['b', false, 'y'], ['c', false, 'z'], ['d', false, 'z'])).toBe(
    '4 servers need you: *a* x; *b* y; and 2 more. 0 of 4 servers are linked.',
  );
});
