import { startTestCore, succeedWith, type TestCore } from '../../support/app/test-core.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { fetchPage, type PageAddress } from './fetch-page.ts';
import type { Address } from './open-ssh.ts';

const profile = 'sandbox';

/** Berth as a shell runs it, on a sandbox, connected. */
export interface BerthSide extends AsyncDisposable {
  readonly app: TestCore;
  /** What a click on Start sets off. */
  start(repository: string): Promise<void>;
  stop(repository: string): Promise<void>;
  /** Ends the processes and keeps the port; the next start wakes it. */
  suspend(repository: string): Promise<void>;
  /** Lets a tab in and tells where its page is; the path is the instance's own. */
  open(repository: string): Promise<PageAddress>;
  /** Lets a browser in, once. */
  entryUrl(repository: string): Promise<string>;
  /** Lets a tab in and reads its page; throws when there is none. */
  openPage(repository: string): Promise<string>;
}

/** Connects a core to the sandbox at `address`. */
export async function connectBerth(host: SandboxHost, address: Address = host.ssh): Promise<BerthSide> {
  const app = await startTestCore(host, { ssh: address });
  const listed = await app.client.repositories.list({ profile });
  if (!listed.ok) throw new Error(listed.failure.message);
  /** The page names repositories by their ids. */
  const named = (name: string) => {
    const repository = listed.value.find((candidate) => candidate.name === name);
    if (repository === undefined) throw new Error(`there is no repository ${name} in the sandbox`);
    return { profile, repository: repository.id };
  };
  const letIn = async (repository: string) => {
    const opened = await app.client.instances.open(named(repository));
    if (!opened.ok) throw new Error(opened.failure.message);
    return opened;
  };
  const open = async (repository: string): Promise<PageAddress> => {
    const opened = await letIn(repository);
    const entry = app.core.gate.find(profile, opened.value.instanceId);
    if (entry === null) throw new Error(`the gate does not know ${repository}`);
    const { host: name, port } = new URL(entry.origin);
    const headers = { host: name, cookie: `${entry.cookie.name}=${entry.cookie.value}` };
    return { host: '127.0.0.1', port: Number(port), path: entry.path, headers };
  };
  return {
    app,
    start: async (repository) => void (await succeedWith(app.client.instances.start(named(repository)))),
    stop: async (repository) => void (await succeedWith(app.client.instances.stop(named(repository)))),
    suspend: async (repository) => void (await succeedWith(app.client.instances.suspend(named(repository)))),
    open,
    entryUrl: async (repository) => (await letIn(repository)).value.entryUrl,
    async openPage(repository) {
      const page = await fetchPage(await open(repository));
      if (page === null) throw new Error(`${repository} has no page though it was started`);
      return page;
    },
    [Symbol.asyncDispose]: () => app.close(),
  };
}
