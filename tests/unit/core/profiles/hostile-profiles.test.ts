import { describe, expect, it } from 'vitest';
import { profiles } from '../../../../main/contract/profiles.ts';
import { parseInput } from '../../../../main/transport/parse-input.ts';
import { hostileValues } from '../../../support/hostile-profiles.ts';
import { context, openProfiles, refusal, scratchFile, told } from './support.ts';

const values = hostileValues('/tmp/berth-canary');
const plain = { name: 'box', address: '127.0.0.1', user: 'me', authMethod: 'key', keyPath: '/none' };

describe('hostile values in a profile', () => {
  it('are at least sixty', () => expect(values.length).toBeGreaterThanOrEqual(60));

  it.each(values)(
    'are taken as they are or refused by the name of the field: $fields',
    ({ fields, refusal: sentence }) => {
      const parsed = parseInput(profiles.add.input, { ...plain, ...fields });
      expect(parsed.ok ? null : parsed.sentence).toBe(sentence === null ? null : `${sentence}.`);
    },
  );

  it('leave the list readable, and survive an export and an import', async () => {
    const { handlers } = openProfiles(await scratchFile());
    const names = new Set<string>();
    for (const [index, { fields, refusal: sentence }] of values.entries()) {
      if (sentence !== null) continue;
      const draft = profiles.add.input.parse({ ...plain, name: `box ${index}`, ...fields });
      expect(refusal(await handlers.add(draft, context))).toBe(null);
      names.add(draft.name);
    }
    const { document } = told(await handlers.export({ profiles: null }, context));
    const elsewhere = openProfiles(await scratchFile()).handlers;
    const { added, skipped } = told(await elsewhere.import({ document }, context));
    expect(skipped).toEqual([]);
    expect(new Set(added.map(({ name }) => name))).toEqual(names);
    expect(added).toEqual(told(await handlers.list({}, context)));
  });
});
