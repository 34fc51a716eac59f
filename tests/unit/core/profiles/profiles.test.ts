import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail, succeed } from '../../../../main/contract/failure.ts';
import { profileDraft } from '../../../../main/contract/profiles.ts';
import { createProfiles } from '../../../../main/core/profiles/profiles.ts';
import type { SshConfigReader } from '../../../../main/core/ssh-config/ssh-config.ts';

let directory: string;
let file: string;
const noConfig: SshConfigReader = {
  list: async () => succeed({ hosts: [], problems: [] }),
  resolve: async () => fail('store-unreadable', 'store', 'Nobody asks.', 'Nothing.'),
};
const open = () => createProfiles({ file, sshConfig: noConfig, userName: 'me' });
const context = { signal: new AbortController().signal };
const draft = (name: string, more: object = {}) =>
  profileDraft.parse({ name, address: '192.0.2.7', user: 'me', ...more });

beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'berth-profiles-'));
  file = path.join(directory, 'profiles.json');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('profiles', () => {
  it('saves, finds by id and name, edits and removes several', async () => {
    const { handlers, find } = open();
    const one = await handlers.add(draft('Frankfurt 1'), context);
    const two = await handlers.add(draft('Oslo', { port: 2222 }), context);
    expect(one.ok && one.value.id).toBe('frankfurt-1');
    expect(two.ok && two.value.port).toBe(2222);
    expect(await find('Frankfurt 1')).toEqual(await find('frankfurt-1'));
    const edited = await handlers.edit({ profile: 'oslo', draft: draft('Bergen') }, context);
    expect(edited.ok && [edited.value.id, edited.value.name]).toEqual(['oslo', 'Bergen']);
    await handlers.remove({ profile: 'Frankfurt 1' }, context);
    const left = await open().handlers.list({}, context);
    expect(left.ok && left.value.map((profile) => profile.name)).toEqual(['Bergen']);
  });

  it('refuses a second profile of the same name and changes nothing', async () => {
    const { handlers } = open();
    await handlers.add(draft('Oslo'), context);
    const before = await readFile(file, 'utf8');
    const again = await handlers.add(draft('Oslo'), context);
    expect(!again.ok && again.failure.kind).toBe('profile-exists');
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('tells who changed, so that links to an old address are dropped', async () => {
    const { handlers, onDidChange } = open();
    const heard: (string | null)[] = [];
    onDidChange((before, after) => heard.push(before.name, after?.name ?? null));
    await handlers.add(draft('Oslo'), context);
    await handlers.edit({ profile: 'oslo', draft: draft('Bergen') }, context);
    await handlers.remove({ profile: 'oslo' }, context);
    expect(heard).toEqual(['Oslo', 'Bergen', 'Bergen', null]);
  });

  it('gives every profile an id of its own', async () => {
    const { handlers } = open();
    for (const name of ['Ünïcode', 'unicode!', '***', '###']) await handlers.add(draft(name), context);
    const all = await handlers.list({}, context);
    const ids = all.ok ? all.value.map((profile) => profile.id) : [];
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9][a-z0-9-]*$/);
  });

  it('takes an IPv6 address with and without its brackets', () => {
    const addresses = ['[::1]', '::1'].map((address) => draft('x', { address }).address);
    expect(addresses).toEqual(['::1', '::1']);
  });

  it.each([
    [{ name: '' }, 'Name must not be empty'],
    [{ address: '-oProxyCommand=x' }, 'Address must not begin with "-"'],
    [{ address: '127.0.0.1\nfoo' }, 'Address must not hold control characters'],
    [{ address: 'a b' }, 'Address must be a host name or an IP address'],
    [{ user: '-l' }, 'User must not begin with "-"'],
    [{ port: 99999 }, 'Port must be 1 to 65535'],
    [{ port: 'ssh' }, 'Port must be a number'],
    [{ authMethod: 'key' }, 'Key file must be named when the key method is used'],
    [{ portFirst: 8899, portLast: 8888 }, 'Last port must not be below the first port'],
    [{ repositoryRoots: [] }, 'Name at least one repository folder'],
  ])('names the field of bad input %j', (more, message) => {
    const parsed = profileDraft.safeParse({ name: 'x', address: 'h', user: 'u', ...more });
    expect(parsed.success).toBe(false);
    expect(parsed.error?.issues.map((issue) => issue.message)).toContain(message);
  });
});
