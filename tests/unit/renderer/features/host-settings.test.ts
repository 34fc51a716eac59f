import { expect, test } from 'vitest';
import { hostSettings } from '../../../../main/contract/hosts.ts';
import { checkHostSettings, hostSettingsForm } from '../../../../renderer/features/settings/host-settings-form.ts';
import { createHostSettingsModel } from '../../../../renderer/features/settings/host-settings-model.ts';
import { createFakeCore } from '../../../support/fake-core/fake-core.ts';

async function opened() {
  const core = createFakeCore();
  const context = { signal: new AbortController().signal };
  await core.handlers.hosts.connect({ profile: 'frankfurt-1', isKept: false }, context);
  const bound = (handlers: object) =>
    Object.fromEntries(
      Object.entries(handlers).map(([name, handler]) => [name, (input: unknown) => handler(input, context)]),
    );
  const { hosts, bases } = core.handlers;
  const model = createHostSettingsModel({ hosts: bound(hosts), bases: bound(bases) } as never);
  await model.open('frankfurt-1');
  return { core, model };
}

test('what is saved comes back the same through the form; a site counts only with the server’s nginx', () => {
  const system = hostSettings.parse({ idleMinutes: 0, nginxKind: 'system', nginxSite: '/etc/nginx/sites-enabled/a' });
  expect(checkHostSettings(hostSettingsForm(system))).toEqual({ ok: true, settings: system });
  const own = checkHostSettings({ ...hostSettingsForm(system), nginxKind: 'own' });
  expect(own).toMatchObject({ ok: true, settings: { nginxKind: 'own', nginxSite: null } });
  expect(checkHostSettings({ ...hostSettingsForm(system), nginxSite: ' ' })).toMatchObject({
    settings: { nginxSite: null },
  });
});

test('what is wrong is told at its field', () => {
  const form = hostSettingsForm(hostSettings.parse({ nginxKind: 'system' }));
  const wrong = { ...form, idleMinutes: '20000', nginxSite: 'sites/a' };
  expect(checkHostSettings(wrong)).toEqual({
    ok: false,
    errors: {
      idleMinutes: 'Idle minutes must be at most a week (10080)',
      nginxSite: 'Site must be an absolute path',
    },
  });
  expect(checkHostSettings({ ...form, idleMinutes: '' })).toMatchObject({
    errors: { idleMinutes: 'Idle minutes must be a number' },
  });
});

test('lingering and base act at once, saving keeps what the host answered', async () => {
  const { core, model } = await opened();
  await model.allowLingering();
  await model.saveBase('actmcp');
  expect(await model.save({ ...hostSettings.parse({}), idleMinutes: 10 })).toBe(true);
  expect(model.store.getState()).toMatchObject({
    phase: 'ready',
    settings: { idleMinutes: 10 },
    supervision: { ok: true, value: { isLingering: true } },
    base: { ok: true, value: { repository: 'actmcp' } },
    task: { name: 'saving', isRunning: false, problem: null },
  });
  await model.clearBase();
  expect(core.host('frankfurt-1').base.repository).toBeNull();
});

test('a task that fails says why and changes nothing; the next one can begin', async () => {
  const { core, model } = await opened();
  core.setStatus('frankfurt-1', { state: 'reconnecting' });
  expect(await model.save({ ...hostSettings.parse({}), idleMinutes: 10 })).toBe(false);
  expect(model.store.getState()).toMatchObject({
    settings: { idleMinutes: 30 },
    task: { name: 'saving', isRunning: false, problem: { kind: 'link-lost' } },
  });
  core.setStatus('frankfurt-1', { state: 'connected' });
  expect(await model.save({ ...hostSettings.parse({}), idleMinutes: 10 })).toBe(true);
});

test('an answer for a host whose dialog was closed opens nothing', async () => {
  const { model } = await opened();
  const opening = model.open('frankfurt-1');
  model.close();
  await opening;
  expect(model.store.getState()).toEqual({ phase: 'closed' });
});
