import path from 'node:path';
import { createInterface } from 'node:readline';
import { createCore } from '../core/create-core.ts';
import { defaultPorts } from '../core/defaults/default-ports.ts';
import { parseWebArguments, usage, type WebArguments } from './arguments.ts';
import { openBrowser } from './open-browser.ts';
import { startWebShell, type WebShell } from './start-web-shell.ts';

/** The folder above `main/web` and, once bundled, above `out/web`. */
const root = path.resolve(import.meta.dirname, '../..');

async function start({ port, dataDirectory }: WebArguments): Promise<WebShell> {
  return await startWebShell({
    ports: defaultPorts({
      remoteScriptsDirectory: path.join(root, 'remote-scripts'),
      ...(dataDirectory === null ? {} : { dataDirectory: path.resolve(dataDirectory) }),
    }),
    rendererDirectory: path.join(root, 'out', 'renderer'),
    port,
    createCore,
  });
}

/** Prints a fresh address for every Enter; the function returned ends that. */
function answerEnter(shell: WebShell): () => void {
  if (!process.stdin.isTTY) return () => undefined;
  const lines = createInterface({ input: process.stdin });
  lines.on('line', () => process.stdout.write(`${shell.issueUrl()}\n`));
  return () => lines.close();
}

async function main(): Promise<void> {
  const args = parseWebArguments(process.argv.slice(2));
  if (args.isHelp) {
    process.stdout.write(usage);
    return;
  }
  const shell = await start(args);
  const stopAnswering = answerEnter(shell);
  const stop = () => {
    stopAnswering();
    shell.close().catch((error: unknown) => {
      process.stderr.write(`Berth did not close in good order: ${String(error)}\n`);
      process.exitCode = 1;
    });
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.stdout.write(`Berth is at ${shell.url}\nThe address works once; press Enter for another, Ctrl-C to stop.\n`);
  if (args.isBrowserOpened && !(await openBrowser(shell.url))) process.stdout.write('Open it in a browser.\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
