import { fail } from '../../../main/contract/failure.ts';
import type { Diagnosis, HostStats, LinkEvent } from '../../../main/contract/hosts.ts';
import { type Profile, profile } from '../../../main/contract/profiles.ts';
import { changedKey, type FakeHost, fakeHost, fakeInstance, unknownKey, unreachable } from './fake-hosts.ts';
import type { FakeRound } from './fake-links.ts';

const gibi = 1024 ** 3;
const minuteMs = 60_000;

const named = (name: string, address: string, more: object = {}): Profile =>
  profile.parse({ id: name, name, address, user: 'deploy', ...more });

const figures = (load: number, coreCount: number, totalGibi: number, usedShare: number): Partial<HostStats> => ({
  load: { one: load, five: load * 0.9, fifteen: load * 0.8 },
  cpu: { coreCount, usedShare: Math.min(1, load / coreCount) },
  memory: {
    totalBytes: totalGibi * gibi,
    availableBytes: totalGibi * gibi * (1 - usedShare),
    swapTotalBytes: 0,
    swapFreeBytes: 0,
  } satisfies HostStats['memory'],
});

const running = (...names: readonly string[]) =>
  names.map((name) => fakeInstance(name, { state: 'running', port: 8888 }));
const asleep = (name: string) => fakeInstance(name, { state: 'suspended', port: 8890 });
const crashed = (name: string) => fakeInstance(name, { state: 'crashed', port: 8891 });
const up = (nowMs: number, roundTripMs: number, heardAgoMs = 0) =>
  ({ status: { state: 'connected', roundTripMs, lastHeardAtMs: nowMs - heardAgoMs } }) as const;

/** A code from an app, as many servers ask for it after a key. */
export const oneTimeCode: FakeRound = {
  title: '',
  instruction: '',
  prompts: [{ text: 'Verification code: ', isEchoed: false }],
  expected: ['123456'],
};

/** Three prompts at once, with words of the server. */
export const threePrompts: FakeRound = {
  title: 'Harbor access gateway',
  instruction: 'Your password has to be renewed every 90 days.\nIt expires today.',
  prompts: [
    { text: 'Employee number:', isEchoed: true },
    { text: 'Current password:', isEchoed: false },
    { text: 'New password:', isEchoed: false },
  ],
  expected: ['4711', 'old', 'new'],
};

const tooLittleAccess = fail(
  'auth-failed',
  'auth',
  '192.0.2.31 accepted none of the agent’s keys for user deploy.',
  'Add the right key to the agent, or name its file for the server; at most 3 keys are offered.',
).failure;

/** What a host on the way does not let through. */
export const jumpRefused = fail(
  'unreachable',
  'tcp',
  'bastion does not allow a connection on to 10.0.0.12 port 22.',
  'Ask whoever runs the server on the way to allow it: AllowTcpForwarding and PermitOpen in its sshd_config.',
  { jump: { profileId: 'bastion', name: 'bastion' } },
).failure;

/** Twelve servers in every state a list may have to show. */
export function fleetHosts(nowMs: number): FakeHost[] {
  const tags = (...words: string[]) => ({ tags: words });
  return [
    fakeHost(named('frankfurt-1', '203.0.113.7', { color: 'green', ...tags('production', 'eu') }), {
      ...up(nowMs, 12),
      figures: figures(0.68, 2, 4, 0.55),
      instances: [...running('actmcp', 'pytorch-transformers'), asleep('landing-page'), crashed('billing-api')],
    }),
    fakeHost(named('frankfurt-2', '203.0.113.8', { color: 'green', ...tags('production', 'eu') }), {
      ...up(nowMs, 14),
      figures: figures(3.4, 2, 4, 0.93),
      instances: running('shop', 'search', 'mailer'),
    }),
    fakeHost(named('gpu-box', 'gpu.example.org', { color: 'purple', ...tags('training') }), {
      ...up(nowMs, 31),
      figures: figures(14.2, 32, 128, 0.71),
      instances: running('diffusion'),
    }),
    fakeHost(named('bastion', '198.51.100.4', { color: 'orange' }), {
      ...up(nowMs, 9),
      figures: figures(0.02, 1, 1, 0.31),
    }),
    fakeHost(named('db', '10.0.0.12', { jumpProfileId: 'bastion', ...tags('behind bastion') }), {
      obstacle: jumpRefused,
      status: { state: 'failed', failure: jumpRefused, lastHeardAtMs: nowMs - 125 * minuteMs },
    }),
    fakeHost(named('lab', '192.0.2.20', { authMethod: 'interactive', color: 'blue' }), { rounds: [oneTimeCode] }),
    fakeHost(named('train-wifi', '192.0.2.21', tags('laptop')), {
      ...up(nowMs, 212, 42_000),
      statsFailure: fail('timed-out', 'script', 'The server did not answer in time.', 'Wait a moment.').failure,
    }),
    fakeHost(named('paris-3', '192.0.2.30', { color: 'yellow', ...tags('staging', 'eu') }), {
      status: {
        state: 'reconnecting',
        nextAttemptAtMs: nowMs + 25_000,
        attemptCount: 4,
        lastHeardAtMs: nowMs - 2 * minuteMs,
        failure: unreachable,
      },
    }),
    fakeHost(named('oslo-backup', '192.0.2.31', tags('backup')), {
      obstacle: tooLittleAccess,
      status: { state: 'failed', failure: tooLittleAccess },
    }),
    fakeHost(named('new-arm-box', '192.0.2.32'), {
      obstacle: unknownKey,
      status: { state: 'failed', failure: unknownKey },
    }),
    fakeHost(named('moved-box', '192.0.2.44', { color: 'red' }), {
      obstacle: changedKey,
      status: { state: 'failed', failure: changedKey },
    }),
    fakeHost(named('old-vps', '198.51.100.9'), { obstacle: unreachable }),
  ];
}

/** As many hosts as asked for, of which the first ones are linked. */
export function manyHosts(count: number, linkedCount: number, nowMs: number): FakeHost[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `server-${String(index + 1).padStart(2, '0')}`;
    const of = named(name, `192.0.2.${index + 1}`);
    if (index >= linkedCount) return fakeHost(of);
    return fakeHost(of, { ...up(nowMs, 10 + index), figures: figures(index / 2, 4, 8, 0.3 + index / 20) });
  });
}

/** What happened to a link in an hour with a tunnel in it. */
export function eventfulTimeline(nowMs: number): LinkEvent[] {
  let number = 0;
  const event = (
    agoMs: number,
    kind: LinkEvent['kind'],
    message: string,
    stage: LinkEvent['stage'] = null,
    durationMs: number | null = null,
  ): LinkEvent => ({ number: ++number, atMs: nowMs - agoMs, kind, message, stage, durationMs });
  return [
    event(3_500_000, 'dialling', 'Dialling 203.0.113.7 port 22.'),
    event(3_499_960, 'stage', 'The TCP connection is made.', 'tcp', 31),
    event(3_499_930, 'stage', 'It speaks SSH: OpenSSH_9.6p1 Ubuntu-3ubuntu13.', 'banner', 28),
    event(3_499_860, 'stage', 'Its Ed25519 key is the known one.', 'host key', 64),
    event(3_499_710, 'stage', 'Logged in as deploy with a key of the agent.', 'auth', 148),
    event(3_499_700, 'connected', 'The link is up.', null, 300),
    event(
      3_499_500,
      'host-keys',
      'The server proved to have further keys, which are known now: ssh-rsa SHA256:0hJ2yZbX+/4nQkqB8mY1uWc9tRfV3sLdEaGp6TxNoIk.',
      'host key',
    ),
    event(640_000, 'silent', 'Nothing was heard for 15 s; asking whether the server is there.'),
    event(625_000, 'lost', '203.0.113.7 fell silent.', 'session'),
    event(624_990, 'waiting', 'Trying again in 1 s.'),
    event(623_900, 'dialling', 'Dialling 203.0.113.7 port 22.'),
    event(613_900, 'failed', '203.0.113.7 did not answer on port 22.', 'tcp', 10_000),
    event(613_890, 'waiting', 'Trying again in 2 s.'),
    event(611_800, 'woke', 'This computer changed its network; trying at once.'),
    event(611_790, 'dialling', 'Dialling 203.0.113.7 port 22.'),
    event(611_740, 'stage', 'The TCP connection is made.', 'tcp', 42),
    event(611_400, 'stage', 'Logged in as deploy with a key of the agent.', 'auth', 161),
    event(611_390, 'connected', 'The link is up again.', null, 400),
  ];
}

/** A way on which everything works. */
export const goodDiagnosis: Diagnosis = {
  steps: [
    { stage: 'tcp', outcome: 'ok', message: '203.0.113.7 accepted the connection on port 22.', durationMs: 31 },
    { stage: 'banner', outcome: 'ok', message: 'It speaks SSH: OpenSSH_9.6p1 Ubuntu-3ubuntu13.', durationMs: 28 },
    { stage: 'host key', outcome: 'ok', message: 'Its Ed25519 key is the known one.', durationMs: 64 },
    { stage: 'auth', outcome: 'ok', message: 'Logged in as deploy with a key of the agent.', durationMs: 148 },
    { stage: 'session', outcome: 'ok', message: 'A command runs, and its answer is clean.', durationMs: 55 },
    { stage: 'route', outcome: 'ok', message: 'Forwards are allowed.', durationMs: 12 },
  ],
  failure: null,
  text: 'Berth diagnosis\ntcp: ok\nauth: ok',
};

/** A way that ends at the login. */
export const badDiagnosis: Diagnosis = {
  steps: [
    { stage: 'tcp', outcome: 'ok', message: '203.0.113.7 accepted the connection on port 22.', durationMs: 31 },
    { stage: 'banner', outcome: 'ok', message: 'It speaks SSH: OpenSSH_9.6p1 Ubuntu-3ubuntu13.', durationMs: 28 },
    { stage: 'host key', outcome: 'failed', message: 'Its key is not known yet.', durationMs: 64 },
    {
      stage: 'auth',
      outcome: 'skipped',
      message: 'No login is tried with a server that is not known.',
      durationMs: null,
    },
    { stage: 'session', outcome: 'skipped', message: 'Needs a login.', durationMs: null },
  ],
  failure: unknownKey,
  text: 'Berth diagnosis\ntcp: ok\nhost key: failed',
};
