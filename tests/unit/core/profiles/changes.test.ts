import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { context, draft, openProfiles, refusal, scratchFile, told } from './support.ts';

const named = (profiles: readonly { readonly name: string }[]) => profiles.map(({ name }) => name);

describe('changing profiles', () => {
  it('puts a copy after its original, each with a name and an id of its own', async () => {
    const { handlers } = openProfiles(await scratchFile());
    for (const name of ['Oslo', 'Bergen', 'x'.repeat(80)]) await handlers.add(draft(name, { color: 'red' }), context);
    for (const profile of ['oslo', 'Oslo', 'Oslo copy', 'x'.repeat(80)])
      told(await handlers.duplicate({ profile }, context));
    const all = told(await handlers.list({}, context));
    expect(named(all)).toEqual([
      'Oslo',
      'Oslo copy 2',
      'Oslo copy',
      'Oslo copy 3',
      'Bergen',
      'x'.repeat(80),
      `${'x'.repeat(71)} copy`,
    ]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(7);
    expect(all[1]).toEqual({ ...all[0], id: all[1]?.id, name: 'Oslo copy 2' });
    expect(refusal(await handlers.duplicate({ profile: 'none' }, context))).toMatch(/^profile-not-found/);
  });

  it('puts what is named first and leaves the rest as it was', async () => {
    const { handlers } = openProfiles(await scratchFile());
    for (const name of ['a', 'b', 'c', 'd']) await handlers.add(draft(name), context);
    const arranged = await handlers.arrange({ profiles: ['d', 'b', 'd'] }, context);
    expect(named(told(arranged))).toEqual(['d', 'b', 'a', 'c']);
    expect(named(told(await handlers.list({}, context)))).toEqual(['d', 'b', 'a', 'c']);
    expect(refusal(await handlers.arrange({ profiles: ['a', 'nobody'] }, context))).toMatch(/"nobody"/);
  });

  it('keeps a profile that others are reached over, and names them', async () => {
    const { handlers } = openProfiles(await scratchFile());
    await handlers.add(draft('bastion'), context);
    for (let index = 1; index <= 7; index += 1)
      await handlers.add(draft(`box ${index}`, { jumpProfileId: 'bastion' }), context);
    expect(refusal(await handlers.remove({ profile: 'bastion' }, context))).toBe(
      'profile-in-use: "bastion" is on the way to "box 1", "box 2", "box 3", "box 4", "box 5" and 2 more.',
    );
    for (let index = 1; index <= 7; index += 1) await handlers.remove({ profile: `box ${index}` }, context);
    expect(told(await handlers.remove({ profile: 'bastion' }, context))).toEqual({ id: 'bastion', name: 'bastion' });
  });

  it('refuses a way that leads nowhere or in a circle, and changes nothing', async () => {
    const file = await scratchFile();
    const { handlers } = openProfiles(file);
    await handlers.add(draft('a'), context);
    await handlers.add(draft('b', { jumpProfileId: 'a' }), context);
    await handlers.add(draft('c', { jumpProfileId: 'b' }), context);
    const before = await readFile(file, 'utf8');
    const edit = async (name: string, jumpProfileId: string) =>
      refusal(await handlers.edit({ profile: name, draft: draft(name, { jumpProfileId }) }, context));
    expect(refusal(await handlers.add(draft('d', { jumpProfileId: 'gone' }), context))).toBe(
      'invalid-input: Jump server: there is no server with the id "gone".',
    );
    expect(await edit('a', 'a')).toBe('invalid-input: Jump server must not be the server itself.');
    expect(await edit('a', 'c')).toMatch(/^invalid-input: Jump server "c" .* circle\.$/);
    expect(await readFile(file, 'utf8')).toBe(before);
    expect(await edit('c', 'a')).toBe(null);
  });

  it('handles fifty profiles on a chain without a pause', async () => {
    const { handlers } = openProfiles(await scratchFile());
    const before = performance.now();
    for (let index = 0; index < 50; index += 1) {
      const jumpProfileId = index === 0 ? null : `box-${index - 1}`;
      told(await handlers.add(draft(`box ${index}`, { jumpProfileId }), context));
    }
    const written = performance.now();
    expect(told(await handlers.list({}, context))).toHaveLength(50);
    expect(performance.now() - written).toBeLessThan(500);
    expect(written - before).toBeLessThan(10_000);
  });
});

/** As version 1 of the file was written: without jump, agent, colour and tags. */
const oldFile = JSON.stringify({
  version: 1,
  content: [
    {
      id: 'oslo',
      name: 'Oslo',
      address: '192.0.2.7',
      port: 22,
      user: 'me',
      authMethod: 'key',
      keyPath: '~/.ssh/id_ed25519',
      portFirst: 8888,
      portLast: 8899,
      repositoryRoots: ['~/code'],
    },
  ],
});

describe('the file of the profiles', () => {
  it('is read as an older version left it, and rises with the first change', async () => {
    const file = await scratchFile();
    await writeFile(file, oldFile);
    const { handlers } = openProfiles(file);
    const present = {
      name: 'Oslo',
      jumpProfileId: null,
      agentPath: null,
      sshConfigHost: null,
      color: 'none',
      tags: [],
    };
    expect(told(await handlers.list({}, context))).toMatchObject([present]);
    expect(await readFile(file, 'utf8')).toBe(oldFile);
    await handlers.add(draft('Bergen', { jumpProfileId: 'oslo' }), context);
    // An older Berth would drop the way and dial straight; a number above its own keeps it from reading the file.
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ version: 2 });
  });

  it('of a newer version is left alone by every method', async () => {
    const file = await scratchFile();
    const newer = '{"version":3,"content":{"profiles":[]}}';
    await writeFile(file, newer);
    const { handlers, find } = openProfiles(file);
    const document = '{"format":"berth-profiles","version":1,"profiles":[]}';
    const answers = [
      await handlers.list({}, context),
      await find('x'),
      await handlers.add(draft('x'), context),
      await handlers.edit({ profile: 'x', draft: draft('x') }, context),
      await handlers.duplicate({ profile: 'x' }, context),
      await handlers.arrange({ profiles: ['x'] }, context),
      await handlers.remove({ profile: 'x' }, context),
      await handlers.export({ profiles: null }, context),
      await handlers.import({ document }, context),
      await handlers.readSshConfig({}, context),
      await handlers.importSshConfig({ hosts: ['x'], isLive: true }, context),
    ];
    for (const answer of answers) expect(refusal(answer)).toMatch(/^store-unreadable: .*newer version of Berth/);
    expect(await readFile(file, 'utf8')).toBe(newer);
  });

  it('comes back from its last good copy when it was cut', async () => {
    const file = await scratchFile();
    const { handlers } = openProfiles(file);
    await handlers.add(draft('a'), context);
    await handlers.add(draft('b'), context);
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, 300));
    expect(named(told(await handlers.list({}, context)))).toEqual(['a']);
  });

  it('loses nothing to a second app that writes at the same time', async () => {
    const file = await scratchFile();
    const apps = [openProfiles(file), openProfiles(file)];
    const names = Array.from({ length: 12 }, (_, index) => `box ${index}`);
    await Promise.all(names.map(async (name, index) => apps[index % 2]?.handlers.add(draft(name), context)));
    expect(named(told(await openProfiles(file).handlers.list({}, context))).sort()).toEqual([...names].sort());
  });
});
