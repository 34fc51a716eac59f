import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Link, TerminalChannel } from '../../../main/core/ssh/link.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { startLinkProxy } from '../../support/sandbox/link-proxy/link-proxy.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { startSecondSshd } from '../core/support/second-sshd.ts';
import { runCommand } from '../ssh/harness.ts';
import { reach } from './support/reach.ts';
import { readScreen, type Screen } from './support/screen.ts';

const size = { columns: 90, rows: 30 };
const hello = z.object({ home: z.string() });
let host: SandboxHost;

beforeAll(async () => {
  host = await startSandbox({ kind: 'box', hasCodeServer: false });
}, 300_000);
afterAll(() => host?.stop());
afterEach(() => expectNoLeftovers(host));

interface Shown {
  readonly channel: TerminalChannel;
  readonly screen: Screen;
}

async function open(link: Link, command: string): Promise<Shown> {
  const channel = await link.terminal(command, { size });
  return { channel, screen: readScreen(channel.stdout) };
}

/** Types into each and waits for its own answer. */
async function expectAllAnswer(shown: readonly Shown[]): Promise<void> {
  await Promise.all(
    shown.map(({ channel, screen }, index) => {
      channel.stdin.write(`said ${index}\n`);
      return screen.until(`heard said ${index}.`);
    }),
  );
}

/** Answers each line it is typed. */
const echoing = `stty -echo; echo ready; while IFS= read -r line; do echo "heard $line."; done`;

it('twelve terminals to a usual sshd all work, while calls, a sampler and an operation answer too', async () => {
  const { link, remote } = await reach(host);
  const lines: string[] = [];
  const sampling = await remote.sample('stats-sample', [], { onLine: (line) => lines.push(line) });
  if (!sampling.ok) throw new Error(sampling.failure.message);
  const shown = await Promise.all(Array.from({ length: 12 }, () => open(link, echoing)));
  await Promise.all(shown.map(({ screen }) => screen.until('ready')));
  const [called, operated] = await Promise.all([
    remote.call('hello', [], hello),
    remote.operate('instance-stop-all', [], z.unknown()),
    expectAllAnswer(shown),
  ]);
  expect([called.ok, operated.ok]).toEqual([true, true]);
  await expect.poll(() => lines.length).toBeGreaterThan(0);
  for (const { channel } of shown) channel.stdin.end('\u0004');
  expect(await Promise.all(shown.map(({ channel }) => channel.ended))).toEqual(
    shown.map(() => ({ kind: 'exited', code: 0 })),
  );
  sampling.value.close();
  await sampling.value.ended;
});

it.each([
  [1, 2251],
  [2, 2252],
])('a host that permits %i sessions per connection has as many terminals all the same', async (count, port) => {
  const sshd = await startSecondSshd(host, port, [`MaxSessions=${count}`]);
  const { link, remote } = await reach(host, { ssh: sshd });
  expect(await remote.call('hello', [], hello)).toMatchObject({ ok: true });
  const shown = await Promise.all(Array.from({ length: 4 }, () => open(link, echoing)));
  const [operated, called] = await Promise.all([
    remote.operate('instance-stop-all', [], z.unknown()),
    remote.call('hello', [], hello),
    expectAllAnswer(shown),
  ]);
  expect([called.ok, operated.ok]).toEqual([true, true]);
  for (const { channel } of shown) channel.close();
});

it('tells the size and each change of it, and the terminal that it is', async () => {
  const { link } = await reach(host);
  const { channel, screen } = await open(
    link,
    `trap 'stty size' WINCH; stty size; echo "$TERM"; read -r _; while :; do sleep 0.1; done`,
  );
  await screen.until(/30 90\r\nxterm-256color\r\n/);
  channel.resize({ columns: 132, rows: 43 });
  channel.stdin.write('\n');
  await screen.until('43 132');
  channel.close();
  channel.resize({ columns: 20, rows: 10 });
  expect(await channel.ended).toEqual({ kind: 'unknown' });
});

it('holds a program up whose output nobody reads, loses nothing of it, and stops it soon on a slow line', async () => {
  const proxy = await startLinkProxy(host.ssh);
  const { link } = await reach(host, { ssh: { host: '127.0.0.1', port: proxy.port } });
  const channel = await link.terminal('stty -echo -onlcr; seq 1 300000; echo over; yes', { size });
  await expect.poll(() => proxy.deliveredBytes()).toBeGreaterThan(100_000);
  // Half a second of the host, in which it would send much more.
  await runCommand(link, 'sleep 0.5');
  expect(proxy.deliveredBytes()).toBeLessThan(300_000);
  let text = '';
  channel.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  await expect.poll(() => text.includes('over\ny\n')).toBe(true);
  const told = text.slice(0, text.indexOf('over'));
  expect(told).toBe(Array.from({ length: 300_000 }, (_, index) => `${index + 1}\n`).join(''));
  proxy.setBytesPerSecond(1_000_000);
  await expect.poll(() => text.length).toBeGreaterThan(told.length + 1_000_000);
  const askedAtMs = performance.now();
  channel.stdin.write('\u0003');
  await channel.ended;
  expect(performance.now() - askedAtMs).toBeLessThan(500);
  await proxy.close();
});

it('a host that permits no terminals says so by name', async () => {
  const { link } = await reach(host, { ssh: await startSecondSshd(host, 2254, ['PermitTTY=no']) });
  await expect(link.terminal('true', { size })).rejects.toMatchObject({ reason: 'no-terminal' });
});

it('all end with the link, and nothing of them stays on the host', async () => {
  const proxy = await startLinkProxy(host.ssh);
  const { link } = await reach(host, { ssh: { host: '127.0.0.1', port: proxy.port } });
  const cut = await Promise.all(Array.from({ length: 8 }, () => open(link, echoing)));
  expect(proxy.connections()).toBe(2);
  proxy.cut();
  for (const { channel } of cut) expect(await channel.ended).toEqual({ kind: 'unknown' });
  await proxy.restore();
  link.wake();
  const up = await link.whenConnected(10_000);
  expect(up.ok).toBe(true);
  const shown = await Promise.all(Array.from({ length: 8 }, () => open(link, echoing)));
  await expectAllAnswer(shown);
  await link.disconnect();
  for (const { channel } of shown) expect(await channel.ended).toEqual({ kind: 'unknown' });
  await expect.poll(() => proxy.connections()).toBe(0);
  await expect(link.terminal('true', { size })).rejects.toThrow('There is no link');
  await proxy.close();
});
