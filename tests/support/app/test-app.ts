import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureRenderer } from '../../../build/bundle/ensure-renderer.ts';
import type { ProfileDraft } from '../../../main/contract/profiles.ts';
import { createCore } from '../../../main/core/create-core.ts';
import type { Clock } from '../../../main/core/ports.ts';
import { startWebShell, type WebShell } from '../../../main/web/start-web-shell.ts';
import { type LinkProxy, startLinkProxy } from '../sandbox/link-proxy/link-proxy.ts';
import type { SandboxHost, SandboxOptions } from '../sandbox/sandbox-host.ts';
import { startSandbox } from '../sandbox/start-sandbox.ts';
import { knownHostsLine, makeTestPorts, sandboxDraft } from './test-core.ts';

/** The whole app on a real host of its own, with a network in between that can be broken. */
export interface TestApp {
  readonly host: SandboxHost;
  readonly proxy: LinkProxy;
  readonly shell: WebShell;
  readonly dataDirectory: string;
  /** Sets the clock of Berth's process forth, as a sleep of this machine does. */
  skipTime(ms: number): void;
  close(): Promise<void>;
}

/** How the app is to begin. */
export interface TestAppOptions {
  /** False begins with no saved profile, as a new user does. Default true. */
  readonly hasProfile?: boolean;
  /** What the host is like; default as any other sandbox. */
  readonly sandbox?: SandboxOptions;
  /** What the profile says instead of the usual. */
  readonly draft?: Partial<ProfileDraft>;
  /** Where the scripts are that Berth brings; default its own. */
  readonly remoteScriptsDirectory?: string;
}

/** Starts host, proxy and web shell; what was started is taken down again when a later part fails. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { hasProfile = true, sandbox = {}, draft = {} } = options;
  const rendererDirectory = await ensureRenderer(() => {});
  await using stack = new AsyncDisposableStack();
  const host = await startSandbox(sandbox);
  stack.defer(() => host.stop());
  const proxy = await startLinkProxy({ host: host.ssh.host, port: host.ssh.port });
  stack.defer(() => proxy.close());
  const { remoteScriptsDirectory, ...ports } = await makeTestPorts();
  stack.defer(() => rm(ports.root, { recursive: true, force: true }));
  let skippedMs = 0;
  const clock: Clock = { ...ports.clock, nowMs: () => ports.clock.nowMs() + skippedMs };
  const shell = await startWebShell({
    ports: { ...ports, clock, remoteScriptsDirectory: options.remoteScriptsDirectory ?? remoteScriptsDirectory },
    rendererDirectory,
    createCore,
  });
  stack.defer(() => shell.close());
  if (hasProfile) {
    const ssh = { host: '127.0.0.1', port: proxy.port };
    const context = { signal: new AbortController().signal };
    const added = await shell.core.handlers.profiles.add({ ...sandboxDraft(host, ssh), ...draft }, context);
    if (!added.ok) throw new Error(added.failure.message);
    await writeFile(path.join(ports.dataDirectory, 'known_hosts'), knownHostsLine(host, ssh), { mode: 0o600 });
  }
  const kept = stack.move();
  const skipTime = (ms: number) => {
    skippedMs += ms;
  };
  return { host, proxy, shell, dataDirectory: ports.dataDirectory, skipTime, close: () => kept.disposeAsync() };
}
