import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { profile } from '../../../../main/contract/profiles.ts';
import type { Host } from '../../../../main/core/host.ts';
import { openStartedSessions } from '../../../../main/core/sessions/started-sessions.ts';

async function makeFile(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'berth-started-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return path.join(directory, 'started-sessions.json');
}

const hostAt = (address: string, id = 'p') =>
  ({ profile: profile.parse({ id, name: id, address, user: 'me' }) }) as Host;

it('knows what was started from here, and for that place only, also the next time', async () => {
  const file = await makeFile();
  const host = hostAt('192.0.2.1');
  expect(await openStartedSessions(file).presetOf(host, 'a')).toEqual({ ok: true, value: null });
  await openStartedSessions(file).note(host, 'a', 'glm');
  const later = openStartedSessions(file);
  expect(await later.presetOf(host, 'a')).toEqual({ ok: true, value: 'glm' });
  expect(await later.presetOf(host, 'b')).toEqual({ ok: true, value: null });
  // The profile leads elsewhere now, or another one leads there.
  expect(await later.presetOf(hostAt('192.0.2.2'), 'a')).toEqual({ ok: true, value: null });
  expect(await later.presetOf(hostAt('192.0.2.1', 'q'), 'a')).toEqual({ ok: true, value: null });
});

it('forgets the oldest of very many', async () => {
  const file = await makeFile();
  const host = hostAt('192.0.2.1');
  const sessions = Array.from({ length: 500 }, (_, index) => ({
    profileId: 'p',
    place: 'me@192.0.2.1:22',
    id: `s-${index}`,
    preset: 'glm',
  }));
  await writeFile(file, JSON.stringify({ version: 1, content: { sessions } }));
  const started = openStartedSessions(file);
  await started.note(host, 'newest', 'glm');
  expect(await started.presetOf(host, 's-0')).toEqual({ ok: true, value: null });
  expect(await started.presetOf(host, 's-1')).toEqual({ ok: true, value: 'glm' });
  expect(await started.presetOf(host, 'newest')).toEqual({ ok: true, value: 'glm' });
});
