import { access } from 'node:fs/promises';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { profiles } from '../../../main/contract/profiles.ts';
import { createCore } from '../../../main/core/create-core.ts';
import { hostileValues } from '../../support/hostile-profiles.ts';
import { knownHostsLine, makeDesk, realClock } from '../ssh/harness.ts';
import { type Sshd, startSshd } from '../ssh/sshd.ts';

let sshd: Sshd;
beforeAll(async () => {
  sshd = await startSshd();
});
afterAll(() => sshd.stop());

const context = { signal: new AbortController().signal };
/** Fields that are only shown. */
const plainFields = new Set(['name', 'tags']);

test('a server is dialled with every hostile value that a profile may hold, and nothing of it is run', async () => {
  const desk = await makeDesk();
  await desk.writeKnownHosts(sshd.hostKeys.map((key) => knownHostsLine(sshd.port, key)).join(''));
  const canary = path.join(desk.home, 'canary');
  const core = await createCore({
    dataDirectory: desk.data,
    remoteScriptsDirectory: path.resolve(import.meta.dirname, '../../../remote-scripts'),
    homeDirectory: desk.home,
    agentSocket: null,
    clock: realClock,
    secrets: null,
    logger: pino({ enabled: false }),
  });
  onTestFinished(() => core.dispose());
  const base = { address: '127.0.0.1', port: sshd.port, user: 'root', authMethod: 'key', keyPath: sshd.keyPath };
  const taken = hostileValues(canary).filter(({ refusal }) => refusal === null);
  const kinds = new Set<string>();
  for (const [index, { fields }] of taken.entries()) {
    const draft = profiles.add.input.parse({ name: `box ${index}`, ...base, ...fields });
    const saved = await core.handlers.profiles.add(draft, context);
    if (!saved.ok) throw new Error(saved.failure.message);
    const profile = saved.value.id;
    const listed = await core.handlers.repositories.list({ profile }, context);
    if (listed.ok) kinds.add('works');
    else {
      const { kind, message, nextStep } = listed.failure;
      kinds.add(kind);
      expect({ fields, message, nextStep }).toEqual({
        fields,
        message: expect.stringMatching(/^[^\n]{1,5000}\.$/),
        nextStep: expect.stringMatching(/^[^\n]{1,5000}\.$/),
      });
    }
    const isReached = Object.keys(fields).every((field) => plainFields.has(field));
    expect({ fields, isReached: listed.ok || !isReached }).toEqual({ fields, isReached: true });
    await core.handlers.hosts.disconnect({ profile }, context);
  }
  // Users that do not exist, keys that are none, names that no file knows, folders that are no paths.
  const refusals = ['auth-failed', 'host-key-unknown', 'invalid-input', 'key-unreadable', 'unreachable'];
  expect([...kinds].sort()).toEqual([...refusals, 'works']);
  await expect(access(canary)).rejects.toThrow('ENOENT');
});
