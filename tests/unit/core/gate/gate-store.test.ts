import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGateStore } from '../../../../main/core/gate/gate-store.ts';

let directory: string;
let file: string;
const randomHex = (byteCount: number) => randomBytes(byteCount).toString('hex');
const openStore = () => createGateStore(file, randomHex, pino({ level: 'silent' }));

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'berth-gate-store-'));
  file = join(directory, 'data', 'gate.json');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const named = (profileId: string, instanceId: string, place = 'me@192.0.2.1:22') => ({ profileId, instanceId, place });

describe('the gate store', () => {
  it('remembers port and names over a restart, and gives every instance a name of its own', async () => {
    const first = openStore();
    expect(await first.port()).toBeNull();
    await first.rememberPort(41234);
    const names = await Promise.all([
      first.originName(named('vps', 'one')),
      first.originName(named('vps', 'two')),
      first.originName(named('other', 'one')),
      first.originName(named('vps', 'one')),
    ]);
    expect(names[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(names[3]).toBe(names[0]);
    expect(new Set(names).size).toBe(3);

    const second = openStore();
    expect(await second.port()).toBe(41234);
    expect(await second.originName(named('vps', 'two'))).toBe(names[1]);
  });

  it('is readable by its owner only and leaves nothing beside it but the last good copy', async () => {
    await openStore().originName(named('vps', 'one'));
    await openStore().rememberPort(5000);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readdir(join(directory, 'data'))).sort()).toEqual(['gate.json', 'gate.json.bak']);
  });

  it('makes a new name, and forgets the old one, when the profile reaches another host or user', async () => {
    const before = await openStore().originName(named('vps', 'one'));
    const elsewhere = await openStore().originName(named('vps', 'one', 'me@192.0.2.2:22'));
    const back = await openStore().originName(named('vps', 'one'));
    expect(new Set([before, elsewhere, back]).size).toBe(3);
  });

  it('does not write when nothing changed', async () => {
    await openStore().rememberPort(5000);
    const before = (await stat(file)).ino;
    await openStore().rememberPort(5000);
    expect((await stat(file)).ino).toBe(before);
  });

  it.each([
    ['garbage', 'no json'],
    ['an empty file', ''],
    ['a wrong port', '{"version":1,"content":{"port":70000,"origins":[]}}'],
    [
      'one name for two instances',
      JSON.stringify({
        version: 1,
        content: {
          port: null,
          origins: ['a', 'b'].map((instanceId) => ({ ...named('vps', instanceId), name: '0'.repeat(32) })),
        },
      }),
    ],
  ])('keeps %s aside and begins anew', async (_what, text) => {
    await openStore().rememberPort(5000);
    await rm(`${file}.bak`, { force: true });
    await writeFile(file, text);
    const store = openStore();
    expect(await store.port()).toBeNull();
    expect(await store.originName(named('vps', 'one'))).toMatch(/^[0-9a-f]{32}$/);
    const aside = (await readdir(join(directory, 'data'))).find((name) => name.includes('damaged'));
    expect(await readFile(join(directory, 'data', aside ?? 'missing'), 'utf8')).toBe(text);
  });

  it('leaves the file of a newer Berth alone', async () => {
    await openStore().rememberPort(5000);
    const newer = '{"version":2,"content":{}}';
    await writeFile(file, newer);
    await expect(openStore().port()).rejects.toThrow('newer version');
    expect(await readFile(file, 'utf8')).toBe(newer);
  });
});
