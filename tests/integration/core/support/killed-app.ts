import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { OperationStep } from '../../../../main/contract/operation.ts';
import type { TestCoreOptions } from '../../../support/app/test-core.ts';
import type { SandboxHost } from '../../../support/sandbox/sandbox-host.ts';

const testCore = path.resolve(import.meta.dirname, '../../../support/app/test-core.ts');

/** The app as a process of its own that does one step of a setup on a host, and tells each step as a line. */
const program = `
  import { startTestCore } from ${JSON.stringify(testCore)};
  const { host, options, step } = JSON.parse(process.argv[1]);
  const app = await startTestCore(host, options);
  console.log(JSON.stringify({ dataDirectory: app.dataDirectory }));
  for await (const item of app.client.setup.run({ profile: 'sandbox', steps: [step] })) {
    console.log(JSON.stringify(item));
  }`;

/** What is to be told to the app in one word; no functions. */
export type PlainOptions = Omit<TestCoreOptions, 'ports'> & {
  readonly ports: Pick<NonNullable<TestCoreOptions['ports']>, 'codeServerReleases'>;
};

/**
 * Lets such an app begin and kills it by SIGKILL at the step for which `isTime` says so. Resolves to the app's data folder,
 * which is left to the caller; rejects when the app ends before.
 */
export async function killWhileItSetsUp(
  host: SandboxHost,
  options: PlainOptions,
  isTime: (step: OperationStep) => boolean,
  step = 'code-server',
): Promise<string> {
  const { ssh, hostKey, repositoriesRoot } = host;
  const told = JSON.stringify({ host: { ssh, hostKey, repositoriesRoot }, options, step });
  const app = spawn(process.execPath, ['--input-type=module', '--eval', program, told], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(app, 'close');
  let dataDirectory = '';
  try {
    for await (const line of createInterface({ input: app.stdout })) {
      const item = JSON.parse(line) as { dataDirectory?: string; step?: OperationStep };
      dataDirectory = item.dataDirectory ?? dataDirectory;
      if (item.step === undefined || !isTime(item.step)) {
        if (item.step === undefined && item.dataDirectory === undefined) throw new Error(`it ended with ${line}`);
        continue;
      }
      app.kill('SIGKILL');
      await ended;
      return dataDirectory;
    }
    throw new Error('it ended without an outcome');
  } finally {
    app.kill('SIGKILL');
  }
}
