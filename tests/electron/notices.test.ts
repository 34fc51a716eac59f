import { afterAll, beforeEach, expect, it } from 'vitest';
import { createNotices } from '../../main/electron/system/notices.ts';
import { closeChromium } from './double/chromium.ts';
import { system } from './double/system.ts';
import { BrowserWindow } from './double/window.ts';

const notice = (key: string) => ({ key, title: `title of ${key}`, body: 'What to do.' });
beforeEach(() => system.notices.splice(0));
afterAll(closeChromium);

it('shows a notice while nobody looks at the window, and a click brings it forward and tells which one', async () => {
  const window = new BrowserWindow({ show: false });
  let forwardCount = 0;
  const notices = createNotices(window as never, () => {
    forwardCount += 1;
  });
  const leaving = new AbortController();
  const clicks = notices.clicks(leaving.signal)[Symbol.asyncIterator]();
  const next = clicks.next();
  window.hasFocus = true;
  await notices.notify(notice('p 1'));
  expect(system.notices).toEqual([]);
  window.hasFocus = false;
  await notices.notify(notice('p 2'));
  await notices.notify(notice('p 2'));
  expect(system.notices.map(({ title }) => title)).toEqual(['title of p 2']);
  system.notices[0]?.emit('click');
  expect(await next).toEqual({ done: false, value: { key: 'p 2' } });
  expect(forwardCount).toBe(1);
  for (let count = 0; count < 20; count += 1) await notices.notify(notice(`q ${count}`));
  expect(system.notices.length).toBeLessThanOrEqual(9);
  notices.dispose();
  expect(system.notices.map(({ title }) => title)).toEqual(['title of p 2']);
  leaving.abort();
  expect((await clicks.next()).done).toBe(true);
  window.destroy();
});

it('shows a host’s words as mere words: no marks, nothing hidden or turned, and not without end', async () => {
  const window = new BrowserWindow({ show: false });
  const notices = createNotices(window as never, () => undefined);
  await notices.notify({
    key: 'p 1',
    title: 'a\u202e\u0007b\nc'.padEnd(900, '-'),
    body: `<a href="https://evil.example">Update Berth</a> ${'x'.repeat(5000)}`,
  });
  const [shown] = system.notices;
  expect(shown?.title).toMatch(/^a b c-+…$/);
  expect(shown?.body).toMatch(/^‹a href="https:\/\/evil\.example"›Update Berth‹\/a› x+…$/);
  expect([shown?.title.length, shown?.body.length]).toEqual([100, 400]);
  notices.dispose();
  window.destroy();
});
