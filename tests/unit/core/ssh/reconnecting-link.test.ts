import { expect, test } from 'vitest';
import { type Failure, fail, type Result, succeed } from '../../../../main/contract/failure.ts';
import { type HostStatus, hostStatus } from '../../../../main/contract/hosts.ts';
import { profile as profileSchema } from '../../../../main/contract/profiles.ts';
import { unwatched } from '../../../../main/core/ssh/attempt/attempt-watch.ts';
import { LoginQuestions } from '../../../../main/core/ssh/auth/login-questions.ts';
import type { SshConnection } from '../../../../main/core/ssh/connection/connection.ts';
import { ReconnectingLink } from '../../../../main/core/ssh/staying/reconnecting-link.ts';
import { defaultTimings } from '../../../../main/core/ssh/timings.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

const profile = profileSchema.parse({ id: 'box', name: 'box', address: 'host.example', user: 'me' });
const cut = fail('link-lost', 'session', 'The connection to host.example was cut.', 'Wait.').failure;
const unreachable = fail('unreachable', 'tcp', 'There is no way.', 'Wait.').failure;

/** A connection that the test lets answer or die. */
function makeConnection(clock: ManualClock) {
  const lost = Promise.withResolvers<Failure>();
  const state = { isAnswering: true, isClosed: false, lose: lost.resolve };
  const connection = {
    lost: lost.promise,
    lastHeardAtMs: clock.nowMs(),
    roundTripMs: 7,
    onDidMeasure: () => {},
    hurrySmallPackets: async () => {},
    probe: () => (state.isAnswering ? Promise.resolve(true) : new Promise<boolean>(() => {})),
    close: async () => {
      state.isClosed = true;
    },
  };
  return { state, connection: connection as unknown as SshConnection };
}

/** A link over a network that the test switches on and off. */
function makeLink() {
  const clock = new ManualClock(10_000_000);
  const connections: ReturnType<typeof makeConnection>[] = [];
  const network = { failure: null as Failure | null, bug: null as Error | null, attemptCount: 0, watch: unwatched };
  const questions = new LoginQuestions();
  const link = new ReconnectingLink({
    profile,
    name: () => profile.name,
    clock,
    questions,
    timings: defaultTimings,
    logger: { info: () => {}, warn: () => {}, error: () => {} },
    clean: (sentence) => sentence,
    diagnose: async () => ({ steps: [], failure: null, text: '' }),
    attempt: async (_signal, watch): Promise<Result<SshConnection>> => {
      network.attemptCount++;
      watch.onDialling('Trying host.example port 22.');
      if (network.bug) throw network.bug;
      if (network.failure) return { ok: false, failure: network.failure };
      watch.onStage('tcp', 'host.example port 22 answered.', 3);
      network.watch = watch;
      const made = makeConnection(clock);
      connections.push(made);
      return succeed(made.connection);
    },
  });
  const statuses: HostStatus[] = [];
  link.onDidChangeStatus((status) => statuses.push(hostStatus.parse(status)));
  const ask = () => clock.advanceSettled(0);
  return { clock, connections, network, questions, link, statuses, settle: ask };
}

const kinds = (link: ReconnectingLink) => link.timeline().map(({ kind }) => kind);

test('The timeline tells an outage from the loss to the return', async () => {
  const { clock, connections, network, link } = makeLink();
  await link.connect();
  await clock.advanceSettled(60_000);
  network.failure = unreachable;
  connections[0]?.state.lose(cut);
  await clock.advanceSettled(5_000);
  network.failure = null;
  await clock.advanceSettled(5_000);
  expect(link.status()).toMatchObject({ state: 'connected', attemptCount: 0 });
  expect(kinds(link)).toEqual([
    ...['dialling', 'stage', 'connected', 'lost', 'waiting', 'dialling', 'failed', 'waiting'],
    ...['dialling', 'stage', 'connected'],
  ]);
  await link.disconnect();
  expect(link.timeline().at(-1)).toMatchObject({ kind: 'disconnected', message: 'The link was closed on request.' });
  expect(clock.pendingCount).toBe(0);
});

test('Keys that a host proves and gives up are told with their fingerprints, and whoever shows the timeline hears of it', async () => {
  const { network, link, statuses } = makeLink();
  await link.connect();
  const before = link.status().eventNumber;
  const key = (type: string, fingerprint: string) => ({ type, fingerprint });
  const added = [key('ssh-rsa', 'SHA256:first'), key('ssh-ed25519', 'SHA256:second')];
  network.watch.onHostKeys({ added, removed: [key('ecdsa-sha2-nistp256', 'SHA256:old')] });
  expect(link.timeline().at(-1)).toMatchObject({
    kind: 'host-keys',
    stage: 'host key',
    message:
      'The server proved to have further keys, which are known now: ssh-rsa SHA256:first, ssh-ed25519 SHA256:second. Keys that it has given up are forgotten: ecdsa-sha2-nistp256 SHA256:old.',
  });
  expect(statuses.at(-1)).toMatchObject({ state: 'connected', eventNumber: before + 1 });
});

test('Attempts are counted while the link is away, and the next one has a time', async () => {
  const { clock, connections, network, link } = makeLink();
  await link.connect();
  network.failure = unreachable;
  connections[0]?.state.lose(cut);
  await clock.advanceSettled(20_000);
  const status = link.status();
  expect(status.attemptCount).toBe(network.attemptCount - 1);
  expect(status.attemptCount).toBeGreaterThanOrEqual(5);
  expect(status.nextAttemptAtMs).toBeGreaterThan(clock.nowMs());
  expect(status.nextAttemptAtMs).toBeLessThanOrEqual(clock.nowMs() + defaultTimings.knockMs * 1.2);
});

test('Twenty who ask at once share one attempt', async () => {
  const { network, link } = makeLink();
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => link.connect()));
  expect(outcomes.every(({ ok }) => ok)).toBe(true);
  expect(network.attemptCount).toBe(1);
});

test.each<[string, number]>([
  ['a minute', 60_000],
  ['twenty minutes', 1_200_000],
  ['more than three hours', 11_000_000],
])(
  'After %s of sleep a connection that died is replaced at once, and one that lives is kept',
  async (_name, sleptMs) => {
    const { clock, connections, link, statuses } = makeLink();
    const ticking = clock.nowMs.bind(clock);
    let sleptSoFarMs = 0;
    clock.nowMs = () => ticking() + sleptSoFarMs;
    await link.connect();
    sleptSoFarMs += sleptMs;
    link.wake();
    await clock.advanceSettled(20_000);
    expect(connections).toHaveLength(1);
    const [first] = connections;
    if (first) first.state.isAnswering = false;
    sleptSoFarMs += sleptMs;
    link.wake();
    await clock.advanceSettled(defaultTimings.wakeDoubtMs + 100);
    expect(connections).toHaveLength(2);
    expect(first?.state.isClosed).toBe(true);
    expect(link.status()).toMatchObject({ state: 'connected', failure: null });
    expect(statuses.map(({ state }) => state)).toContain('reconnecting');
    expect(kinds(link)).toContain('replaced');
  },
);

test('Another address of this machine begins the next attempt at once instead of after the back-off', async () => {
  const { clock, connections, network, link } = makeLink();
  await link.connect();
  network.failure = { ...unreachable, stage: 'banner' };
  connections[0]?.state.lose(cut);
  await clock.advanceSettled(120_000);
  network.failure = null;
  link.wake();
  await clock.advanceSettled(0);
  expect(link.status().state).toBe('connected');
});

test.each<[string, number]>([
  ['back', -1],
  ['forth', 1],
])('A clock set %s by two days breaks neither the ages nor the attempts', async (_name, way) => {
  const { clock, connections, network, link } = makeLink();
  const ticking = clock.nowMs.bind(clock);
  let aheadMs = 0;
  clock.nowMs = () => ticking() + aheadMs;
  await link.connect();
  aheadMs = way * 2 * 86_400_000;
  const { sinceMs, lastHeardAtMs } = link.status();
  expect(sinceMs).toBeLessThanOrEqual(clock.nowMs());
  expect(lastHeardAtMs).toBeLessThanOrEqual(clock.nowMs());
  link.wake();
  await clock.advanceSettled(1_000);
  expect(link.status().state).toBe('connected');
  network.failure = unreachable;
  connections[0]?.state.lose(cut);
  await clock.advanceSettled(10_000);
  aheadMs = -aheadMs;
  link.wake();
  await clock.advanceSettled(0);
  expect(link.status().nextAttemptAtMs).toBeLessThanOrEqual(clock.nowMs() + 36_000);
  network.failure = null;
  await clock.advanceSettled(36_000);
  expect(link.status().state).toBe('connected');
});

test('A secret that is needed during a reconnect ends the attempts and leaves the question in the failure', async () => {
  const { clock, connections, network, link } = makeLink();
  await link.connect();
  network.failure = fail('secret-needed', 'auth', 'The password is needed.', 'Enter it.', {
    secretKind: 'password',
  }).failure;
  connections[0]?.state.lose(cut);
  await clock.advanceSettled(600_000);
  expect(network.attemptCount).toBe(2);
  expect(link.status()).toMatchObject({ state: 'failed', attemptCount: 1, failure: { secretKind: 'password' } });
});

test('Waking does not take a question away from whoever answers it', async () => {
  const { clock, connections, network, questions, link } = makeLink();
  await link.connect();
  network.failure = unreachable;
  connections[0]?.state.lose(cut);
  await clock.advanceSettled(500);
  const { attemptCount } = network;
  const asked = { title: '', instruction: '', prompts: [{ text: 'Code: ', isEchoed: false }], expiresAtMs: 0 };
  const abort = new AbortController();
  const answered = questions.ask(asked, abort.signal);
  link.wake();
  expect(network.attemptCount).toBe(attemptCount);
  abort.abort();
  await answered;
  link.wake();
  expect(network.attemptCount).toBe(attemptCount + 1);
});

test('What the host asks is part of the status, is told once, and its answer is in no sentence', async () => {
  const { questions, link, statuses } = makeLink();
  const asked = questions.ask(
    {
      title: 'Two factors',
      instruction: '',
      prompts: [{ text: 'Code for canary-prompt: ', isEchoed: false }],
      expiresAtMs: 0,
    },
    new AbortController().signal,
  );
  const { question } = link.status();
  expect(statuses.at(-1)?.question).toEqual(question);
  expect(link.answer('another', ['1'])).toBe(false);
  expect(link.answer(question?.id ?? '', ['canary-answer'])).toBe(true);
  expect(await asked).toEqual(['canary-answer']);
  expect(statuses.at(-1)?.question).toBeNull();
  expect(link.timeline()).toMatchObject([{ kind: 'question', stage: 'auth' }]);
  expect(JSON.stringify(link.timeline())).not.toContain('canary');
});

test('A bug in the attempt beside a doubtful connection ends nothing but that attempt', async () => {
  const { clock, connections, network, link } = makeLink();
  await link.connect();
  const [first] = connections;
  if (first) first.state.isAnswering = false;
  network.bug = new Error('a bug');
  link.wake();
  await clock.advanceSettled(20_000);
  expect(network.attemptCount).toBe(2);
  expect(link.status().state).toBe('connected');
  network.bug = null;
  link.wake();
  await clock.advanceSettled(20_000);
  expect(first?.state.isClosed).toBe(true);
});
