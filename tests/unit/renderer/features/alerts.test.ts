import { expect, test } from 'vitest';
import type { AlertEntry } from '../../../../main/contract/alerts.ts';
import type { GivenNotice } from '../../../../main/contract/shell.ts';
import { placesOf, profileOfNotice } from '../../../../renderer/features/alerts/alert-words.ts';
import { createAlertsModel, raisedCount } from '../../../../renderer/features/alerts/alerts-model.ts';
import { createBrowserNotices, type NotificationClass } from '../../../../renderer/features/alerts/browser-notices.ts';
import {
  alertSettingsForm,
  checkAlertSettings,
  isMuted,
} from '../../../../renderer/features/alerts/settings/alert-settings-form.ts';
import { FakeAlerts, plainAlertSettings } from '../../../support/fake-core/seeing/fake-alerts.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

function scene() {
  const said: string[] = [];
  const notices: GivenNotice[] = [];
  const clock = new ManualClock();
  const fake = new FakeAlerts(async (profile, answer) => ({ ok: true, value: answer(profile) }));
  const { list } = fake.handlers();
  const model = createAlertsModel({ alerts: { list: (input: { profile: string }) => list(input) } } as never, clock, {
    say: (profileId, words) => said.push(`${profileId}: ${words}`),
    nameOf: (profileId) => profileId.toUpperCase(),
    notify: (notice) => notices.push(notice),
  });
  const tell = (entry: AlertEntry, isPast = false) => {
    model.take({ type: 'entry', profileId: 'p', entry, isPast });
    model.take({ type: 'raised', profileId: 'p', raised: fake.of('p').raised });
  };
  return { said, notices, clock, fake, model, tell };
}

test('what is raised is shown, said and noticed; what is cleared takes the toast away', () => {
  const { said, notices, clock, fake, model, tell } = scene();
  tell(fake.tell('p', { kind: 'memory', message: 'Much.', instanceId: 'api', repository: 'api', nextStep: 'Sleep.' }));
  expect(model.store.getState().toasts).toHaveLength(1);
  expect(raisedCount(model.store.getState(), ['p', 'other'])).toBe(1);
  expect(notices).toEqual([{ key: 'p 1', title: 'api on P', body: 'Much. Sleep.' }]);
  expect(profileOfNotice('p 1')).toBe('p');
  // Another repository takes most by then.
  tell(fake.tell('p', { kind: 'memory', state: 'cleared', message: 'Fine.' }));
  expect(model.store.getState().toasts).toEqual([]);
  expect(said).toEqual(['p: Much.', 'p: Fine.']);
  expect(notices).toHaveLength(1);
  tell(fake.tell('p', { kind: 'instance-suspended', state: 'told', message: 'Asleep.' }));
  expect([model.store.getState().toasts.length, notices.length]).toEqual([1, 1]);
  clock.advance(12_000);
  expect(model.store.getState().toasts).toEqual([]);
});

test('an alert of an agent names its repository and session, leads to it, and each session has its own', () => {
  const { notices, model, tell, fake } = scene();
  const about = { instanceId: 'api', repository: 'harbor-api' };
  const fix = { id: 'fix', title: 'Fix the build' };
  const docs = { id: 'docs', title: 'Write docs' };
  tell(fake.tell('p', { kind: 'agent-waiting', message: 'Fix the build waits.', session: fix, ...about }));
  tell(fake.tell('p', { kind: 'agent-waiting', message: 'Write docs waits.', session: docs, ...about }));
  expect(placesOf({ repository: 'harbor-api', session: fix })).toEqual(['harbor-api', 'Fix the build']);
  expect(notices[0]).toEqual({
    key: 'p 1',
    title: 'harbor-api on P',
    body: 'Fix the build waits. There is nothing to do.',
  });
  tell(fake.tell('p', { kind: 'agent-waiting', state: 'cleared', message: 'It goes on.', session: fix, ...about }));
  expect(model.store.getState().toasts.map(({ entry }) => entry.session?.id)).toEqual(['docs']);
  tell(fake.tell('p', { kind: 'agent-ended', state: 'told', message: 'Done.', session: fix, ...about }));
  expect(notices).toHaveLength(3);
});

test('what happened while a server was away is one sentence, and what is quiet is in the list only', async () => {
  const { said, notices, clock, fake, model, tell } = scene();
  await model.read('p');
  for (let count = 0; count < 50; count += 1) tell(fake.tell('p', { kind: 'cpu', state: 'told', message: 'x' }), true);
  tell(fake.tell('p', { kind: 'disk', target: '/', message: 'Full.', isQuiet: true }));
  clock.advance(1000);
  expect(said).toEqual(['p: 50 alerts while it was away']);
  expect([model.store.getState().toasts.length, notices.length]).toEqual([0, 0]);
  expect(model.store.getState().logs.p?.entries).toHaveLength(51);
  expect(raisedCount(model.store.getState(), ['p'])).toBe(1);
});

test('the form keeps what it has no field for, names what is wrong, and mutes from now on', () => {
  const saved = plainAlertSettings();
  const form = alertSettingsForm(saved, 0);
  expect(form.rules.cpu).toEqual({ isEnabled: true, raised: '80', cleared: '70', minutes: '5' });
  expect(checkAlertSettings(form, saved, 0)).toEqual({ ok: true, settings: saved });
  const muted = checkAlertSettings({ ...form, mute: '8', webhookUrl: ' https://x.example/ ' }, saved, 1000);
  expect(muted.ok && [muted.settings.mutedUntilMs, muted.settings.delivery.webhookUrl]).toEqual([
    28_801_000,
    'https://x.example/',
  ]);
  const kept = { ...saved, mutedUntilMs: 5000 };
  expect([isMuted(kept, 4999), isMuted(kept, 5000), alertSettingsForm(kept, 4999).mute]).toEqual([true, false, 'kept']);
  const wrong = checkAlertSettings(
    {
      ...form,
      webhookUrl: 'example.com',
      ntfyUrl: 'https://x/a b"',
      rules: {
        ...form.rules,
        cpu: { ...form.rules.cpu, raised: '' },
        memory: { ...form.rules.memory, cleared: '95' },
        disk: { ...form.rules.disk, raised: '101' },
      },
    },
    saved,
    0,
  );
  expect(wrong.ok ? null : Object.keys(wrong.errors).sort()).toEqual([
    'cpu',
    'disk',
    'memory',
    'ntfyUrl',
    'webhookUrl',
  ]);
});

test('a browser shows notices only once it was allowed to, and tells which one was clicked', async () => {
  const shown: { title: string; click: () => void }[] = [];
  class Shown {
    static permission: 'default' | 'granted' | 'denied' = 'default';
    static async requestPermission() {
      Shown.permission = 'granted';
      return Shown.permission;
    }
    readonly #title: string;
    constructor(title: string) {
      this.#title = title;
    }
    addEventListener(_type: 'click', click: () => void) {
      shown.push({ title: this.#title, click });
    }
    close() {}
  }
  const clicked: string[] = [];
  const notices = createBrowserNotices(Shown satisfies NotificationClass, (key) => clicked.push(key));
  const notice = { key: 'p 1', title: 'P', body: 'x' };
  notices.show(notice);
  expect(shown).toEqual([]);
  await notices.allow();
  expect(notices.permission.getState()).toBe('granted');
  notices.show(notice);
  shown[0]?.click();
  expect(clicked).toEqual(['p 1']);
  expect(createBrowserNotices(undefined, () => undefined).permission.getState()).toBe('missing');
});

test('a toast about an agent goes with the phase that it tells', () => {
  const { model, tell, fake } = scene();
  const shown = () => model.store.getState().toasts.map(({ entry }) => entry.message);
  const session = { id: 'fix', title: 'Fix the build' };
  tell(fake.tell('p', { kind: 'agent-ended', state: 'told', message: 'Fix is done.', session }));
  tell(
    fake.tell('p', {
      kind: 'agent-ended',
      state: 'told',
      message: 'Docs is done.',
      session: { id: 'docs', title: 'Docs' },
    }),
  );
  tell(fake.tell('p', { kind: 'agent-ended', state: 'told', message: 'Fix ended with code 1.', session }));
  expect(shown()).toEqual(['Fix ended with code 1.', 'Docs is done.']);
  tell(fake.tell('p', { kind: 'agent-memory', message: 'Fix takes much.', session }));
  expect(shown()).toEqual(['Fix takes much.', 'Fix ended with code 1.', 'Docs is done.']);
  model.dismissWhere('q', () => true);
  expect(shown()).toHaveLength(3);
  model.dismissWhere('p', (entry) => entry.session?.id === 'docs');
  expect(shown()).toEqual(['Fix takes much.', 'Fix ended with code 1.']);
});
