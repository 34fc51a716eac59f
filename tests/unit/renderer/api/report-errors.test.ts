import { expect, test, vi } from 'vitest';
import type { PageError } from '../../../../main/contract/upkeep.ts';
import { reportErrors } from '../../../../renderer/api/report-errors.ts';
import type { Session } from '../../../../renderer/api/session.ts';

/** A line to Berth that can be lost. */
function line() {
  const reported: PageError[] = [];
  let isUp = false;
  let open: () => void = () => undefined;
  const report = async (error: PageError) => {
    if (!isUp) throw new Error('no channel');
    reported.push(error);
    return { ok: true, value: {} };
  };
  const session = {
    client: { upkeep: { report } },
    onOpen: (listener: () => void) => {
      open = listener;
      return () => undefined;
    },
  } as unknown as Pick<Session, 'client' | 'onOpen'>;
  const set = (value: boolean) => {
    isUp = value;
    if (value) open();
  };
  return { session, reported, set };
}

test('bugs of the page reach the log, also those from before Berth answered and while it did not', async () => {
  const { session, reported, set } = line();
  const events = new EventTarget();
  const report = reportErrors(session, events);
  events.dispatchEvent(Object.assign(new Event('error'), { error: new TypeError('x is not a function') }));
  set(true);
  await vi.waitFor(() => expect(reported).toHaveLength(1));
  expect(reported[0]).toMatchObject({ source: 'window', message: 'x is not a function' });
  expect(reported[0]?.stack).toContain('report-errors.test');

  set(false);
  events.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: 'no reason' }));
  await new Promise((resolve) => setTimeout(resolve));
  report('drawing', new Error('y'.repeat(9000)));
  set(true);
  await vi.waitFor(() => expect(reported).toHaveLength(3));
  expect(reported[1]).toEqual({ source: 'promise', message: 'no reason', stack: null });
  expect(reported[2]?.message).toHaveLength(2000);
  expect(reported[2]?.stack?.length).toBeLessThanOrEqual(8000);
});

test('a page that fails for ever keeps only some of it', async () => {
  const { session, reported, set } = line();
  const report = reportErrors(session, new EventTarget());
  for (let count = 0; count < 1000; count += 1) report('drawing', new Error(String(count)));
  set(true);
  await vi.waitFor(() => expect(reported).toHaveLength(20));
});
