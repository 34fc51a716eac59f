import { expect } from 'vitest';
import type { Failure } from '../../../../main/contract/failure.ts';
import type { Instance } from '../../../../main/contract/instances.ts';
import type { TestCore, Watched } from '../../../support/app/test-core.ts';
import type { SandboxHost } from '../../../support/sandbox/sandbox-host.ts';
import { berthHome, inside, markedPids } from './inside.ts';
import { listInstances } from './stage.ts';

/** Who looks after a link in a test. */
export interface Healer {
  /** How often the link was lost so far. */
  lostCount(): number;
  end(): void;
}

/** Reconnects at once whenever the link is lost, as a machine does whose network is back. */
export function healAtOnce(app: TestCore): Healer {
  const watching = new AbortController();
  let lostCount = 0;
  let wasUp = false;
  const heal = async () => {
    for await (const { state } of app.client.hosts.watch({}, { signal: watching.signal })) {
      if (state === 'reconnecting') app.core.wake();
      if (wasUp && state !== 'connected') lostCount += 1;
      wasUp = state === 'connected';
    }
  };
  // The abort ends the stream by an error, and a closed core ends it as well.
  heal().catch(() => {});
  return { lostCount: () => lostCount, end: () => watching.abort() };
}

/** What a host really has of instances, read without Berth. */
export interface HostTruth {
  readonly pids: readonly number[];
  /** Claimed ports. */
  readonly claims: readonly number[];
  /** Ports in Berth's range that somebody listens on. */
  readonly listening: readonly number[];
}

export async function readTruth(host: SandboxHost): Promise<HostTruth> {
  const numbers = (text: string) =>
    text
      .split(/\s+/)
      .filter((word) => word !== '')
      .map(Number);
  const claims = await inside(host, `ls "${berthHome}/ports" 2>/dev/null || true`);
  const listening = await inside(
    host,
    `awk '$4 == "0A" { split($2, a, ":"); print a[2] }' /proc/net/tcp | while read -r hex; do port=$((16#$hex)); if ((port >= 8888 && port <= 8899)); then echo "$port"; fi; done`,
  );
  return { pids: await markedPids(host), claims: numbers(claims), listening: numbers(listening) };
}

/**
 * Compares what a client was told of a start with what the host has: done is running exactly once, and a failure is a
 * clear not-done with nothing on the host.
 */
export async function expectHonestStart(
  host: SandboxHost,
  app: TestCore,
  outcome: Watched<Instance>['last'],
): Promise<'done' | Failure> {
  const truth = await readTruth(host);
  const rows = (await listInstances(app)).filter(({ state }) => state !== 'stopped');
  if (outcome.type === 'failed') {
    expect(outcome.failure.kind).toMatch(/^(link-lost|unreachable|timed-out)$/);
    expect(outcome.failure.message).not.toMatch(/unknown/);
    expect(truth).toEqual({ pids: [], claims: [], listening: [] });
    expect(rows).toEqual([]);
    return outcome.failure;
  }
  const { pid, port } = outcome.value;
  expect(rows).toMatchObject([{ state: 'running', pid, port }]);
  expect(truth).toMatchObject({ claims: [port], listening: [port] });
  expect(truth.pids).toContain(pid);
  return 'done';
}
