import { expect, test, vi } from 'vitest';
import { fail, succeed } from '../../../../main/contract/failure.ts';
import type { Diagnosis, HostStatus, LinkEvent } from '../../../../main/contract/hosts.ts';
import { createConnectionModel } from '../../../../renderer/features/link/connection-model.ts';
import { eventTime, shortDuration } from '../../../../renderer/features/link/timeline-words.ts';

const clock = { nowMs: () => 1_000, after: () => () => undefined };
const event: LinkEvent = {
  number: 1,
  atMs: 5,
  kind: 'connected',
  stage: null,
  message: 'The link is up.',
  durationMs: 300,
};
const healthy: Diagnosis = { steps: [], failure: null, text: 'all is well' };
const status = (part: Partial<HostStatus>) => ({ state: 'connected', sinceMs: 1, ...part }) as HostStatus;

function model() {
  const timeline = vi.fn(async () => succeed([event]));
  const diagnose = vi.fn(async (_input: object, _options: { readonly signal: AbortSignal }) => succeed(healthy));
  const connection = createConnectionModel({ hosts: { timeline, diagnose } } as never, clock);
  return { connection, timeline, diagnose, state: connection.store.getState };
}

test('a panel reads the timeline when it opens, and again when the link moved, not when it was only heard', async () => {
  const { connection, timeline, state } = model();
  connection.open('a');
  await vi.waitFor(() => expect(state().events).toEqual([event]));
  connection.follow(status({ lastHeardAtMs: 1 }));
  const before = timeline.mock.calls.length;
  connection.follow(status({ lastHeardAtMs: 2, roundTripMs: 9 }));
  expect(timeline).toHaveBeenCalledTimes(before);
  connection.follow(status({ state: 'reconnecting', attemptCount: 1 }));
  expect(timeline).toHaveBeenCalledTimes(before + 1);
  connection.follow(status({ state: 'reconnecting', attemptCount: 1, eventNumber: 9 }));
  expect(timeline).toHaveBeenCalledTimes(before + 2);
});

test('a timeline that cannot be read leaves what was known', async () => {
  const { connection, timeline, state } = model();
  connection.open('a');
  await vi.waitFor(() => expect(state().events).toEqual([event]));
  timeline.mockImplementationOnce(async () => fail('store-unreadable', 'store', 'No.', 'Again.') as never);
  await connection.refresh();
  expect(state()).toMatchObject({ events: [event], problem: { message: 'No.' } });
});

test('a diagnosis says that it runs, then what it found', async () => {
  const { connection, diagnose, state } = model();
  connection.open('a');
  const running = connection.diagnose();
  expect(state().run).toEqual({ phase: 'running', startedAtMs: 1_000 });
  await connection.diagnose();
  expect(diagnose).toHaveBeenCalledTimes(1);
  await running;
  expect(state().run).toEqual({ phase: 'done', diagnosis: healthy });
});

test('a panel that closes calls its diagnosis off, and the next one does not show it', async () => {
  const { connection, diagnose, state } = model();
  connection.open('a');
  const running = connection.diagnose();
  connection.open('b');
  expect(diagnose.mock.calls[0]?.[1].signal.aborted).toBe(true);
  await running;
  expect(state()).toMatchObject({ profileId: 'b', run: null });
});

test.each([
  [null, ''],
  [0.2, '1 ms'],
  [148, '148 ms'],
  [1_240, '1.2 s'],
  [125_000, '2 min'],
])('%s ms is told as "%s"', (durationMs, words) => expect(shortDuration(durationMs)).toBe(words));

test('the day is told only when it is another one', () => {
  const noon = new Date(2026, 10, 21, 12, 0, 5);
  expect(eventTime(noon.getTime(), noon.toDateString())).not.toContain('21');
  expect(eventTime(noon.getTime(), new Date(2026, 10, 22).toDateString())).toContain('21');
});
