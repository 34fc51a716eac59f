import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { profile as profileSchema } from '../../../../main/contract/profiles.ts';
import { createCore } from '../../../../main/core/create-core.ts';
import { systemClock } from '../../../../main/core/defaults/system-clock.ts';
import { memoryKeychain } from '../../../support/fakes/memory-keychain.ts';
import { context, draft, openProfiles, refusal, scratchFile, told } from './support.ts';

const documentOf = (...profiles: readonly unknown[]) =>
  JSON.stringify({ format: 'berth-profiles', version: 1, profiles });
const row = (id: string, more: object = {}) => ({ id, name: id, address: '192.0.2.7', user: 'me', ...more });

describe('exporting and importing profiles', () => {
  it('carries profiles to another machine, with those on the way', async () => {
    const { handlers } = openProfiles(await scratchFile());
    await handlers.add(draft('bastion'), context);
    await handlers.add(draft('other'), context);
    await handlers.add(
      draft('box', { jumpProfileId: 'bastion', tags: ['web'], color: 'blue', keyPath: '~/.ssh/id' }),
      context,
    );
    const { document, count } = told(await handlers.export({ profiles: ['box'] }, context));
    expect(count).toBe(2);
    expect(JSON.parse(document)).toMatchObject({
      format: 'berth-profiles',
      version: 1,
      profiles: [{ id: 'bastion' }, { id: 'box', jumpProfileId: 'bastion', keyPath: '~/.ssh/id' }],
    });

    const elsewhere = openProfiles(await scratchFile()).handlers;
    const report = told(await elsewhere.import({ document }, context));
    expect(report).toEqual({ added: JSON.parse(document).profiles, skipped: [] });
    const again = told(await elsewhere.import({ document: `\uFEFF${document}` }, context));
    expect(again).toEqual({
      added: [],
      skipped: [
        { name: 'bastion', reason: 'It is here already.', isHere: true },
        { name: 'box', reason: 'It is here already.', isHere: true },
      ],
    });
    expect(told(await handlers.export({ profiles: null }, context)).count).toBe(3);
    expect(refusal(await handlers.export({ profiles: ['box', 'gone'] }, context))).toMatch(/"gone"/);
  });

  it('lends the agent to no host by the word of a document', async () => {
    const { handlers } = openProfiles(await scratchFile());
    const document = documentOf(row('box', { isAgentForwarded: true }));
    const { added } = told(await handlers.import({ document }, context));
    expect(added).toMatchObject([{ id: 'box', isAgentForwarded: false }]);
    const again = told(await handlers.import({ document }, context));
    expect(again.skipped).toEqual([{ name: 'box', reason: 'It is here already.', isHere: true }]);
  });

  it('takes no secret along', async () => {
    const dataDirectory = path.dirname(await scratchFile());
    const secrets = memoryKeychain();
    const logger = pino({ enabled: false });
    const world = {
      remoteScriptsDirectory: '/none',
      homeDirectory: dataDirectory,
      agentSocket: null,
      clock: systemClock,
    };
    const core = await createCore({ ...world, dataDirectory, secrets, logger });
    const { profiles, hosts } = core.handlers;
    await profiles.add(draft('box', { authMethod: 'key', keyPath: '~/.ssh/id' }), context);
    for (const secretKind of ['password', 'passphrase'] as const) {
      told(await hosts.unlock({ profile: 'box', secretKind, secret: 'canary-7f3a', isRemembered: true }, context));
    }
    expect([...secrets.secrets.values()]).toContain('canary-7f3a');
    expect(told(await profiles.export({ profiles: null }, context)).document).not.toContain('canary');
    await core.dispose();
  });

  it('gives a profile of the same id and other content an id of its own, once, and leads its ways there', async () => {
    const { handlers } = openProfiles(await scratchFile());
    await handlers.add(draft('bastion', { address: '198.51.100.1' }), context);
    const document = documentOf(row('box', { jumpProfileId: 'bastion' }), row('bastion'));
    const { added, skipped } = told(await handlers.import({ document }, context));
    expect(skipped).toEqual([]);
    expect(added.map(({ name }) => name)).toEqual(['box', 'bastion 2']);
    expect(added[0]?.jumpProfileId).toBe(added[1]?.id);
    expect(added[1]?.id).not.toBe('bastion');
    const again = told(await handlers.import({ document }, context));
    expect(again.added).toEqual([]);
    expect(again.skipped).toContainEqual({
      name: 'bastion',
      reason: 'It is here already, as "bastion 2".',
      isHere: true,
    });
    expect(told(await handlers.list({}, context))).toHaveLength(3);
  });

  it('leaves out what is broken, with the reason, and takes the rest', async () => {
    const { handlers } = openProfiles(await scratchFile());
    const document = documentOf(
      row('good'),
      row('port', { port: 99999 }),
      { name: 'no\u001b[2Jcolour', address: 'h', user: 'me' },
      { name: 'no address', user: 'me' },
      'text',
      row('nowhere', { jumpProfileId: 'gone' }),
      row('behind', { jumpProfileId: 'port' }),
      row('one', { jumpProfileId: 'two' }),
      row('two', { jumpProfileId: 'one' }),
      row('UPPER'),
      { name: 'no id', address: 'h', user: 'u', password: 'secret' },
      row('colour', { color: 'pink' }),
      row('tags', { tags: ['a', 'a'] }),
    );
    const { added, skipped } = told(await handlers.import({ document }, context));
    expect(added.map(({ name }) => name)).toEqual(['good', 'no id']);
    expect(added[1]).not.toHaveProperty('password');
    expect(Object.fromEntries(skipped.map(({ name, reason }) => [name, reason]))).toEqual({
      port: 'Port must be 1 to 65535.',
      'no[2Jcolour': 'Name must not hold control characters.',
      'no address': 'The field "address" is missing or not of its kind.',
      'Server 5': 'This is no server.',
      nowhere: 'Jump server "gone" is not among what could be imported.',
      behind: 'Jump server "port" is not among what could be imported.',
      one: 'Jump server "two" is not among what could be imported.',
      two: 'Jump server "one" is not among what could be imported.',
      UPPER: 'The field "id" is missing or not of its kind.',
      colour: 'The field "color" is missing or not of its kind.',
      tags: 'A tag is named twice.',
    });
    for (const saved of told(await handlers.list({}, context)))
      expect(profileSchema.safeParse(saved).success).toBe(true);
  });

  it.each([
    ['not json', 'The document is not JSON.'],
    ['[]', 'The document holds no servers of Berth.'],
    ['{"format":"other","version":1,"profiles":[]}', 'The document holds no servers of Berth.'],
    ['{"format":"berth-profiles","version":2,"profiles":[]}', 'The document was written by a newer version of Berth.'],
    [documentOf(...Array.from({ length: 1001 }, () => 0)), 'The document holds more than 1000 servers.'],
  ])('refuses %.60s', async (document, sentence) => {
    const { handlers } = openProfiles(await scratchFile());
    expect(refusal(await handlers.import({ document }, context))).toBe(`invalid-input: ${sentence}`);
  });

  it('takes a document of a thousand in one write', { timeout: 20_000 }, async () => {
    const file = await scratchFile();
    await writeFile(file, JSON.stringify({ version: 2, content: [] }));
    const { handlers } = openProfiles(file);
    const rows = Array.from({ length: 1000 }, (_, index) =>
      row(`box-${index}`, { jumpProfileId: index === 0 ? null : `box-${index - 1}` }),
    );
    expect(told(await handlers.import({ document: documentOf(...rows.reverse()) }, context)).added).toHaveLength(1000);
    expect(told(await handlers.import({ document: documentOf(...rows) }, context)).skipped).toHaveLength(1000);
  });
});
