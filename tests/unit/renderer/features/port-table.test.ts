import { expect, test } from 'vitest';
import type { Forward } from '../../../../main/contract/forwards.ts';
import type { HostPort } from '../../../../main/contract/host-ports.ts';
import { portRows } from '../../../../renderer/features/ports/table/port-rows.ts';
import {
  addressHere,
  freePortIn,
  plainPortView,
  portLines,
  shownLines,
  sortedBy,
} from '../../../../renderer/features/ports/table/port-table.ts';
import { programWords } from '../../../../renderer/lib/program-name.ts';

const nameOf = (id: string) => `name of ${id}`;
const port = (number: number, part: Partial<HostPort> = {}): HostPort => ({
  port: number,
  protocol: 'tcp',
  address: '127.0.0.1',
  kind: 'foreign',
  instanceId: null,
  pid: null,
  user: 'me',
  command: null,
  ...part,
});
const forward = (number: number, part: Partial<Forward> = {}): Forward => ({
  id: `f${number}`,
  profileId: 'box',
  port: number,
  address: null,
  kind: 'web',
  localPort: null,
  origin: 'http://p-1.berth.localhost:1',
  repositoryId: null,
  state: 'open',
  failure: null,
  ...part,
});
const lines = (ports: HostPort[], forwards: Forward[] = []) => portLines(portRows(ports, nameOf), forwards, nameOf);

test('one click does what a port is most likely for; what is Berth’s own, or no TCP, cannot be forwarded', () => {
  const told = lines([
    port(3000),
    port(5432),
    port(6000, { command: '/usr/lib/postgresql/bin/postgres -D x' }),
    port(8888, { kind: 'instance', instanceId: 'api' }),
    port(8889, { kind: 'claim', instanceId: 'api', address: null }),
    port(9999, { protocol: 'udp' }),
  ]);
  expect(told.map(({ likely }) => likely)).toEqual(['web', 'tcp', 'tcp', null, null, null]);
});

test('a program of an editor’s terminal is offered; VS Code’s own processes and other users’ programs are not', () => {
  const own = { instanceId: 'api', pid: 7 };
  const told = lines([
    port(5173, { ...own, command: 'node /srv/api/node_modules/.bin/vite' }),
    port(5174, {
      ...own,
      command:
        '/home/me/.local/share/berth/code-server/4.1/lib/node /home/me/.local/share/berth/code-server/4.1/out/bootstrap-fork',
    }),
    port(5175, { command: 'node server.js' }),
    port(5432, { ...own, command: 'postgres' }),
  ]);
  expect(told.filter(({ isDevServer }) => isDevServer).map((line) => line.port)).toEqual([5173]);
});

test('what is forwarded stays in the table while nobody listens, by the repository that it is remembered with', () => {
  const told = lines(
    [port(3000)],
    [forward(3000), forward(4000, { repositoryId: 'api' }), forward(3000, { kind: 'tcp' })],
  );
  expect(told.map((line) => [line.port, line.forwards.length, line.repository])).toEqual([
    [3000, 2, null],
    [4000, 1, 'name of api'],
  ]);
  expect(shownLines(told, { ...plainPortView, filter: 'forwarded', search: 'api' }).map((line) => line.port)).toEqual([
    4000,
  ]);
});

test('a program that listens on one address of its host is reached there', () => {
  expect(lines([port(80, { address: '10.0.0.1' }), port(81, { address: '::' })]).map((l) => l.forwardAddress)).toEqual([
    '10.0.0.1',
    null,
  ]);
});

test('what has no value comes last, and a second click turns the order around', () => {
  const told = lines([port(1), port(2, { command: 'b' }), port(3, { command: 'a', address: '0.0.0.0' })]);
  const numbers = (view: typeof plainPortView) => shownLines(told, view).map((line) => line.port);
  const byProgram = sortedBy(plainPortView, 'program');
  expect(numbers(byProgram)).toEqual([3, 2, 1]);
  expect(numbers(sortedBy(byProgram, 'program'))).toEqual([1, 2, 3]);
  expect(numbers(sortedBy(byProgram, 'reach'))).toEqual([3, 1, 2]);
  expect(numbers({ ...plainPortView, filter: 'reachable' })).toEqual([3]);
});

test('words: where it is here, which port is free, and what an interpreter runs', () => {
  expect(addressHere(forward(1))).toBe('http://p-1.berth.localhost:1');
  expect(addressHere(forward(1, { kind: 'tcp', localPort: 5433, origin: null }))).toBe('localhost:5433');
  expect(freePortIn('Use port 5433, which is free, or end that program.')).toBe(5433);
  expect(freePortIn('Choose another port.')).toBeNull();
  expect(programWords('/usr/bin/python3 -u /srv/app/manage.py runserver')).toBe('python3 manage.py');
  expect(programWords('/usr/sbin/nginx -g x')).toBe('nginx');
});
