import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { profileDraft } from '../../../main/contract/profiles.ts';
import { createCore } from '../../../main/core/create-core.ts';
import { systemClock } from '../../../main/core/defaults/system-clock.ts';
import { ask, targetOf } from './harness.ts';
import { startUpstream } from './upstream.ts';

const context = { signal: new AbortController().signal };

/** A core with one profile and an instance of it that a tab was let into. */
async function startScene() {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'berth-removed-'));
  const core = await createCore({
    dataDirectory,
    remoteScriptsDirectory: '/none',
    homeDirectory: dataDirectory,
    agentSocket: null,
    clock: systemClock,
    secrets: null,
    logger: pino({ enabled: false }),
  });
  onTestFinished(async () => {
    await core.dispose();
    await rm(dataDirectory, { recursive: true });
  });
  const draft = profileDraft.parse({ name: 'vps', address: '192.0.2.1', user: 'me' });
  const added = await core.handlers.profiles.add(draft, context);
  if (!added.ok) throw new Error(added.failure.message);
  const upstream = await startUpstream('one');
  const entry = await core.gate.admit({ ...targetOf('one', upstream.port), profileId: added.value.id });
  expect((await ask(entry)).status).toBe(200);
  return { core, draft, entry, profile: added.value.id };
}

test('a removed profile leaves no way in, not for who has the cookie either', async () => {
  const { core, entry, profile } = await startScene();
  await core.handlers.profiles.remove({ profile }, context);
  await vi.waitFor(() => expect(core.gate.isKnown(profile, 'one')).toBe(false));
  expect((await ask(entry)).status).toBe(403);
});

test('a profile that leads elsewhere leaves no way in either; one whose name or ports change keeps its tabs', async () => {
  const { core, draft, entry, profile } = await startScene();
  await core.handlers.profiles.edit({ profile, draft: { ...draft, name: 'box', portLast: 8890 } }, context);
  expect((await ask(entry)).status).toBe(200);
  await core.handlers.profiles.edit({ profile, draft: { ...draft, address: '192.0.2.2' } }, context);
  await vi.waitFor(() => expect(core.gate.isKnown(profile, 'one')).toBe(false));
});
