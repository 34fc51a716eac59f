import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { openSession } from '../../../../main/cli/session.ts';
import type { CoreContract } from '../../../../main/contract/contract.ts';
import type { Client } from '../../../../main/contract/define.ts';
import { createCore } from '../../../../main/core/create-core.ts';
import type { AskMasterPassphrase } from '../../../../main/core/ports.ts';
import { knownHostsLine, makeTestPorts, sandboxDraft } from '../../../support/app/test-core.ts';
import type { SandboxHost } from '../../../support/sandbox/sandbox-host.ts';

/** A data directory that cores are started on one after the other, like processes. */
export interface SharedDesk {
  run<T>(action: (client: Client<CoreContract>) => Promise<T>, ask?: AskMasterPassphrase): Promise<T>;
  /** Everything that lies in its files, and everything that was logged. */
  everythingWritten(): Promise<string>;
  remove(): Promise<void>;
}

/** Makes a desk with a profile "sandbox" that logs in as this user with a password. */
export async function makeSharedDesk(host: SandboxHost, user: string): Promise<SharedDesk> {
  const ports = await makeTestPorts();
  let logged = '';
  const log = new Writable({
    write: (chunk, _encoding, done) => {
      logged += String(chunk);
      done();
    },
  });
  const logger = pino({ level: 'trace' }, log);
  const run: SharedDesk['run'] = async (action, ask) => {
    const asking = ask === undefined ? {} : { askMasterPassphrase: ask };
    const session = await openSession({ ...ports, ...asking, logger }, createCore);
    try {
      return await action(session.client);
    } finally {
      await session.close();
    }
  };
  await run(async (client) => {
    const draft = { ...sandboxDraft(host), user, authMethod: 'password', keyPath: null } as const;
    const added = await client.profiles.add(draft);
    if (!added.ok) throw new Error(added.failure.message);
  });
  await writeFile(path.join(ports.dataDirectory, 'known_hosts'), knownHostsLine(host), { mode: 0o600 });
  return {
    run,
    everythingWritten: async () => {
      const entries = await readdir(ports.root, { recursive: true, withFileTypes: true });
      const files = entries
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => path.join(parentPath, name));
      return [logged, ...(await Promise.all(files.map((file) => readFile(file, 'latin1'))))].join('\n');
    },
    remove: () => rm(ports.root, { recursive: true, force: true }),
  };
}
