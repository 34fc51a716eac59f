import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findDemoDirectory } from '../../../main/cli/running-demo.ts';
import { succeed } from '../../../main/contract/failure.ts';
import { profile } from '../../../main/contract/profiles.ts';
import { hostlessCore } from '../../support/fakes/hostless-core.ts';
import { tryCli } from './world.ts';

let demoDirectory: string;
let demo: ChildProcess;

const startTicksOf = async (pid: number) => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
};
const note = async (name: string, dataDirectory: string, extra: object = {}) => {
  const pid = demo.pid ?? 0;
  const record = { dataDirectory, profile: name, pid, startTicks: await startTicksOf(pid), ...extra };
  await writeFile(path.join(demoDirectory, `${name}.json`), JSON.stringify(record));
};

beforeEach(async () => {
  demoDirectory = await mkdtemp(path.join(tmpdir(), 'berth-demo-'));
  demo = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
  await once(demo, 'spawn');
});
afterEach(async () => {
  if (demo.exitCode === null && demo.signalCode === null) {
    const ended = once(demo, 'exit');
    demo.kill('SIGKILL');
    await ended;
  }
  await rm(demoDirectory, { recursive: true });
});

test('finds the store of a running demo, the one with the profile first', async () => {
  expect(await findDemoDirectory(path.join(demoDirectory, 'missing'), 'sample')).toBeNull();
  await note('another', '/a');
  await note('sample', '/s');
  expect(await findDemoDirectory(demoDirectory, 'sample')).toBe('/s');
  expect(await findDemoDirectory(demoDirectory, 'added-later')).toBe('/a');
});

test('a demo that ended, another process with its id, and a torn file are none', async () => {
  await note('sample', '/s', { startTicks: '1' });
  await writeFile(path.join(demoDirectory, 'torn.json'), '{"dataDirectory":');
  await writeFile(path.join(demoDirectory, 'foreign.json'), '[]');
  expect(await findDemoDirectory(demoDirectory, 'sample')).toBeNull();
  await note('sample', '/s');
  expect(await findDemoDirectory(demoDirectory, 'sample')).toBe('/s');
  const ended = once(demo, 'exit');
  demo.kill('SIGKILL');
  await ended;
  expect(await findDemoDirectory(demoDirectory, 'sample')).toBeNull();
});

const known = profile.parse({ id: 'mine', name: 'Mine', address: 'h', user: 'u' });
const core = (directory: string) =>
  hostlessCore({ profiles: { list: async () => succeed(directory.endsWith('usual') ? [known] : []) } });
const opened = async (argv: readonly string[], options: object = {}) =>
  (await tryCli(argv, { demoDirectory, core, ...options })).opened.map((directory) => path.basename(directory));

test('a profile of the usual store stays there; an unknown one is looked for in the demo', async () => {
  await note('sample', '/s');
  expect(await opened(['hosts', 'status', '--profile', 'mine'])).toEqual(['usual']);
  expect(await opened(['hosts', 'status', '--profile', 'Mine'])).toEqual(['usual']);
  expect(await opened(['hosts', 'status', '--profile', 'sample'])).toEqual(['usual', 's']);
  expect(await opened(['profiles', 'list'])).toEqual(['usual']);
});

test('a usual store that does not exist is not made just to look into it', async () => {
  await note('sample', '/s');
  expect(await opened(['hosts', 'status', '--profile', 'sample'], { isDirectory: async () => false })).toEqual(['s']);
});

test('a chosen store is used whatever runs', async () => {
  await note('sample', '/s');
  expect(await opened(['hosts', 'status', '--profile', 'sample', '--data-dir', '/d'])).toEqual(['d']);
  expect(await opened(['hosts', 'status', '--profile', 'sample'], { chosenDataDirectory: '/e' })).toEqual(['e']);
});
