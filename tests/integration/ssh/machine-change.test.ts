import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type TestContext, test } from 'vitest';
import { createCore } from '../../../main/core/create-core.ts';
import { makeTestPorts } from '../../support/app/test-core.ts';
import { knownHostsLine, makeProfile } from './harness.ts';
import { startLinkProxy } from './link-proxy.ts';
import { startSshd } from './sshd.ts';

/** A core on a machine whose addresses and clock the test changes, connected over a network that breaks. */
async function startMachine({ expect, onTestFinished }: TestContext) {
  const sshd = await startSshd();
  onTestFinished(() => sshd.stop());
  const proxy = await startLinkProxy(sshd.port);
  onTestFinished(() => proxy.stop());
  const ports = await makeTestPorts();
  onTestFinished(() => rm(ports.root, { recursive: true, force: true }));
  const machine = { addresses: 'eth0 10.0.0.2/24', aheadMs: 0 };
  const clock = { ...ports.clock, nowMs: () => ports.clock.nowMs() + machine.aheadMs };
  const core = await createCore({ ...ports, clock, localAddresses: () => machine.addresses });
  onTestFinished(() => core.dispose());
  const known = sshd.hostKeys.map((key) => knownHostsLine(proxy.port, key)).join('');
  await writeFile(path.join(ports.dataDirectory, 'known_hosts'), known, { mode: 0o600 });
  const context = { signal: AbortSignal.timeout(30_000) };
  const { id: _id, ...draft } = makeProfile(proxy.port, { keyPath: sshd.keyPath });
  await core.handlers.profiles.add(draft, context);
  const { hosts } = core.handlers;
  expect(await hosts.connect({ profile: 'box', isKept: false }, context)).toMatchObject({ ok: true });
  const happened = async () => {
    const timeline = await hosts.timeline({ profile: 'box' }, context);
    return timeline.ok ? timeline.value.map(({ kind }) => kind) : [];
  };
  const state = async () => {
    const status = await hosts.status({ profile: 'box' }, context);
    return status.ok ? status.value.state : status.failure.kind;
  };
  return { proxy, machine, happened, state };
}

/** The product's own patience would take 40 s. */
const noticedWithinMs = 12_000;

test.concurrent.for<readonly [string, object]>([
  ['other addresses', { addresses: 'wlan0 192.168.7.9/24' }],
  ['twenty minutes of sleep', { aheadMs: 20 * 60_000 }],
])(
  'After %s a connection that died silently is replaced within seconds, in a shell without a power monitor',
  async ([, change], context) => {
    const { expect } = context;
    const { proxy, machine, happened, state } = await startMachine(context);
    proxy.freeze();
    proxy.thaw();
    Object.assign(machine, change);
    await expect.poll(happened, { interval: 100, timeout: noticedWithinMs }).toContain('replaced');
    expect(await state()).toBe('connected');
    expect(await happened()).toContain('woke');
    expect(await happened()).not.toContain('silent');
  },
);
