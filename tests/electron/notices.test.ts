import { beforeEach, expect, it } from 'vitest';
import { createNotices } from '../../main/electron/system/notices.ts';
import { system } from './double/system.ts';

const notice = (key: string) => ({ key, title: `title of ${key}`, body: 'What to do.', actions: [] });
beforeEach(() => system.notices.splice(0));

it('shows a notice while nobody looks at the window, and a click brings it forward and tells which one', async () => {
  let isLookedAt = true;
  let forwardCount = 0;
  const notices = createNotices(
    () => isLookedAt,
    () => {
      forwardCount += 1;
    },
  );
  const leaving = new AbortController();
  const clicks = notices.clicks(leaving.signal)[Symbol.asyncIterator]();
  const next = clicks.next();
  await notices.notify(notice('p 1'));
  expect(system.notices).toEqual([]);
  isLookedAt = false;
  await notices.notify(notice('p 2'));
  await notices.notify(notice('p 2'));
  expect(system.notices.map(({ title }) => title)).toEqual(['title of p 2']);
  system.notices[0]?.emit('click');
  expect(await next).toEqual({ done: false, value: { key: 'p 2', action: null } });
  expect(forwardCount).toBe(1);
  const actions = [
    { id: 'lead', label: 'See <b>the</b> processes' },
    { id: 'mute', label: 'Mute' },
  ];
  await notices.notify({ ...notice('p 3'), actions });
  expect(system.notices[0]?.actions.map(({ text }) => text)).toEqual(['See ‹b›the‹/b› processes', 'Mute']);
  const pressed = clicks.next();
  system.notices[0]?.emit('action', { actionIndex: 1 });
  expect((await pressed).value).toEqual({ key: 'p 3', action: 'mute' });
  for (let count = 0; count < 20; count += 1) await notices.notify(notice(`q ${count}`));
  expect(system.notices.length).toBeLessThanOrEqual(8);
  notices.dispose();
  expect(system.notices).toEqual([]);
  leaving.abort();
  expect((await clicks.next()).done).toBe(true);
});

it('shows a host’s words as mere words: no marks, nothing hidden or turned, and not without end', async () => {
  const notices = createNotices(
    () => false,
    () => undefined,
  );
  await notices.notify({
    key: 'p 1',
    title: 'a\u202e\u0007b\nc'.padEnd(900, '-'),
    body: `<a href="https://evil.example">Update Berth</a> ${'x'.repeat(5000)}`,
    actions: [],
  });
  const [shown] = system.notices;
  expect(shown?.title).toMatch(/^a b c-+…$/);
  expect(shown?.body).toMatch(/^‹a href="https:\/\/evil\.example"›Update Berth‹\/a› x+…$/);
  expect([shown?.title.length, shown?.body.length]).toEqual([100, 400]);
  notices.dispose();
});
