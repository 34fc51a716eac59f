import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import type { CoreContract } from '../../../main/contract/contract.ts';
import { coreContract } from '../../../main/contract/contract.ts';
import type { Client } from '../../../main/contract/define.ts';
import type { OperationItem } from '../../../main/contract/operation.ts';
import type { ProfileDraft } from '../../../main/contract/profiles.ts';
import { profileDraft } from '../../../main/contract/profiles.ts';
import type { Core } from '../../../main/core/core.ts';
import { createCore } from '../../../main/core/create-core.ts';
import { systemClock } from '../../../main/core/defaults/system-clock.ts';
import type { CorePorts } from '../../../main/core/ports.ts';
import { connect } from '../../../main/transport/connect.ts';
import { memoryPair } from '../../../main/transport/memory.ts';
import { serve } from '../../../main/transport/serve.ts';
import type { SandboxHost } from '../sandbox/sandbox-host.ts';

/** A core as a shell would run it, asked through the contract like any client. */
export interface TestCore {
  readonly core: Core;
  readonly client: Client<CoreContract>;
  readonly dataDirectory: string;
  close(): Promise<void>;
}

/** What a core in a test is lent: a fresh data folder and home, the real clock, a silent log. */
export async function makeTestPorts(): Promise<CorePorts & { readonly root: string }> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'berth-core-'));
  return {
    root,
    dataDirectory: path.join(root, 'data'),
    homeDirectory: path.join(root, 'home'),
    remoteScriptsDirectory: path.resolve('remote-scripts'),
    agentSocket: null,
    clock: systemClock,
    secrets: null,
    logger: pino({ level: 'silent' }),
  };
}

/** The profile that reaches a sandbox by its key; `ssh` may name a proxy in front of it. */
export function sandboxDraft(host: SandboxHost, ssh: { host: string; port: number } = host.ssh): ProfileDraft {
  return profileDraft.parse({
    name: 'sandbox',
    address: ssh.host,
    port: ssh.port,
    user: host.ssh.user,
    authMethod: 'key',
    keyPath: host.ssh.keyPath,
    repositoryRoots: [host.repositoriesRoot],
  });
}

/** The host's key as a line of known_hosts, for the address under which a test reaches it. */
export function knownHostsLine(
  host: SandboxHost,
  { host: address, port }: { host: string; port: number } = host.ssh,
): string {
  const name = port === 22 ? address : `[${address}]:${port}`;
  const key = host.hostKey.knownHostsLine.trim().split(' ').slice(1).join(' ');
  return `${name} ${key}\n`;
}

/** How a core in a test differs from the usual one. */
export interface TestCoreOptions {
  /** Where the host is reached, for a proxy in front of it. */
  readonly ssh?: { readonly host: string; readonly port: number };
  /** Default true: the host's key is known. */
  readonly isTrusted?: boolean;
  /** What the profile says instead of the usual. */
  readonly draft?: Partial<ProfileDraft>;
  /** What the core is lent instead of the usual: `{ codeServerReleases: await mirror.releases() }`. */
  readonly ports?: Partial<CorePorts>;
}

/** Starts a core with a profile "sandbox" for the host. */
export async function startTestCore(host: SandboxHost, options: TestCoreOptions = {}): Promise<TestCore> {
  const ports = { ...(await makeTestPorts()), ...options.ports };
  const core = await createCore(ports);
  const [serverChannel, clientChannel] = memoryPair();
  const bugs: string[] = [];
  serve(coreContract, core.handlers, serverChannel, {
    onBug: ({ method, code, error }) => bugs.push(`${method}: ${code}: ${String(error)}`),
  });
  const client = connect(coreContract, clientChannel);
  const added = await client.profiles.add({ ...sandboxDraft(host, options.ssh), ...options.draft });
  if (!added.ok) throw new Error(added.failure.message);
  if (options.isTrusted ?? true) {
    await writeFile(path.join(ports.dataDirectory, 'known_hosts'), knownHostsLine(host, options.ssh), { mode: 0o600 });
  }
  return {
    core,
    client,
    dataDirectory: ports.dataDirectory,
    close: async () => {
      clientChannel.close();
      await core.dispose();
      await rm(ports.root, { recursive: true, force: true });
      if (bugs.length > 0) throw new Error(`the core reported bugs:\n${bugs.join('\n')}`);
    },
  };
}

/** How an operation ended, and the steps it told. */
export interface Watched<T> {
  readonly steps: readonly string[];
  readonly last: Exclude<OperationItem<T>, { type: 'step' }>;
}

/** Runs an operation to its end. */
export async function finish<T>(operation: AsyncIterable<OperationItem<T>>): Promise<Watched<T>> {
  const steps: string[] = [];
  for await (const item of operation) {
    if (item.type !== 'step') return { steps, last: item };
    steps.push(`${item.step.stage} ${item.step.state}`);
  }
  throw new Error('the operation ended without an outcome');
}

/** The value of an operation that must succeed. */
export async function succeedWith<T>(operation: AsyncIterable<OperationItem<T>>): Promise<T> {
  const { last } = await finish(operation);
  if (last.type === 'failed')
    throw new Error(`${last.failure.stage}: ${last.failure.message}\n${last.failure.detail ?? ''}`);
  return last.value;
}
