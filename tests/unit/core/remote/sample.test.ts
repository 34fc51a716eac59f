import { expect, test } from 'vitest';
import { z } from 'zod';
import { createRemote } from '../../../../main/core/remote/create-remote.ts';
import type { RemoteSampling } from '../../../../main/core/remote/remote.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';
import { createReceivingHost, type Receiving } from './receiving-host.ts';

const archive = async () => ({ bootstrap: ':', archive: Buffer.from('scripts'), hash: 'h' });

/** A sampler that runs, and the session at its far end. */
async function begin() {
  const clock = new ManualClock();
  const sessions: Receiving[] = [];
  const host = createReceivingHost((session) => void sessions.push(session));
  const remote = createRemote(host.link, archive, clock);
  const lines: string[] = [];
  const sample = async (): Promise<RemoteSampling> => {
    const opened = await remote.sample('stats-sample', ['--interval', '2'], { onLine: (line) => lines.push(line) });
    if (!opened.ok) throw new Error(opened.failure.message);
    return opened.value;
  };
  const sampling = await sample();
  await clock.advanceSettled(0);
  const [session] = sessions;
  if (session === undefined) throw new Error('nothing was asked');
  return { clock, host, remote, sampling, session, sessions, lines, sample };
}

test('A sampler tells its lines as they come, hears what it is told, and is reminded that somebody is there', async () => {
  const { clock, sampling, session, lines } = await begin();
  expect(session).toMatchObject({ mode: 'sample', command: 'stats-sample', args: ['--interval', '2'] });
  session.say('{"type":"reading"}');
  sampling.tell('interval 5');
  await clock.advanceSettled(40_000);
  expect(lines).toEqual(['{"type":"reading"}']);
  expect(session.received().toString()).toBe('interval 5\nbeat\nbeat\n');
  session.answer({ ok: true, value: {} });
  expect(await sampling.ended).toEqual({ ok: true, value: {} });
  expect(clock.pendingCount).toBe(0);
});

test('One that is closed tells nothing more, and its channel goes', async () => {
  const { clock, host, sampling, session, lines } = await begin();
  sampling.close();
  session.say('late');
  expect(await sampling.ended).toMatchObject({ ok: true });
  await clock.advanceSettled(60_000);
  sampling.tell('interval 5');
  expect([lines, host.closed(), clock.pendingCount]).toEqual([[], [true], 0]);
});

test.each([
  ['a line without end', (session: Receiving) => session.say('x'.repeat(65_537))],
  ['lines without end', (session: Receiving) => Array.from({ length: 200 }, () => session.say('x'.repeat(60_000)))],
  ['a failure', (session: Receiving) => session.answer({ ok: false }, 70)],
])('A host that tells %s is left', async (_what, misbehave) => {
  const { host, sampling, session, lines } = await begin();
  misbehave(session);
  expect(await sampling.ended).toMatchObject({ ok: false, failure: { kind: 'script-failed' } });
  expect(host.closed()).toEqual([true]);
  expect(lines.join('').length).toBeLessThan(9 * 1024 * 1024);
});

test('A lost link ends it, as one', async () => {
  const { sampling, session } = await begin();
  session.cut();
  expect(await sampling.ended).toMatchObject({ ok: false, failure: { kind: 'link-lost' } });
});

test('It gives its place up where a host has none left for what somebody waits for, and goes with its remote', async () => {
  const { clock, host, remote, sampling, sessions, sample } = await begin();
  const { exec } = host.link;
  host.link.exec = async (command, options) => {
    if (host.closed().some((isClosed) => !isClosed)) {
      const { ChannelRefusedError } = await import('../../../../main/core/ssh/link.ts');
      throw new ChannelRefusedError('other', 'open failed');
    }
    return exec(command, options);
  };
  const called = remote.call('hello', [], z.object({}));
  await clock.advanceSettled(0);
  expect(await sampling.ended).toMatchObject({ ok: true });
  await clock.advanceSettled(0);
  sessions.at(-1)?.answer({ ok: true, value: {} });
  expect(await called).toEqual({ ok: true, value: {} });
  // It takes nobody's place itself.
  expect(await remote.sample('stats-sample', [], { onLine: () => {} })).toMatchObject({ ok: false });
  remote.dispose();
  await clock.advanceSettled(0);
  const again = await sample();
  remote.dispose();
  expect(await again.ended).toMatchObject({ ok: true });
  expect(host.closed().every(Boolean)).toBe(true);
});
