import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createCore } from '../core/create-core.ts';
import { defaultDataDirectory } from '../core/defaults/data-directory.ts';
import { defaultPorts, surroundings } from '../core/defaults/default-ports.ts';
import { version } from '../core/defaults/version.ts';
import { runCli } from './run-cli.ts';
import { runSandbox } from './sandbox.ts';

/** The folder above `main/cli` and, once bundled, above `out/cli`. */
const root = path.resolve(import.meta.dirname, '../..');
const { environment, platform, homeDirectory } = surroundings();
const chosen = environment.BERTH_DATA_DIR ?? '';
const cacheDirectory = environment.BERTH_CACHE_DIR ?? path.join(homeDirectory, '.cache', 'berth');

const abort = new AbortController();
// Once: the second Ctrl-C ends the process at once, as everywhere.
process.once('SIGINT', () => abort.abort('SIGINT'));
process.once('SIGTERM', () => abort.abort('SIGTERM'));
// Whoever read the output is gone (`berth … | head -1`): there is nobody left to tell.
process.stdout.on('error', () => abort.abort());

// A stream that waits for news may have nothing else that keeps the process alive until Ctrl-C.
const hold = setInterval(() => undefined, 2 ** 30);

process.exitCode = await runCli({
  argv: process.argv.slice(2),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: abort.signal,
  interrupt: () => abort.abort('SIGINT'),
  passphraseFile: environment.BERTH_PASSPHRASE_FILE || null,
  version,
  chosenDataDirectory: chosen === '' ? null : path.resolve(chosen),
  usualDataDirectory: defaultDataDirectory({ environment, platform, homeDirectory }),
  demoDirectory: path.join(cacheDirectory, 'demo'),
  isDirectory: async (directory) => (await stat(directory).catch(() => null))?.isDirectory() ?? false,
  makePorts: (dataDirectory) =>
    defaultPorts({ dataDirectory, remoteScriptsDirectory: path.join(root, 'remote-scripts') }),
  createCore,
  runSandbox: (args) => runSandbox(root, args, abort.signal),
});
clearInterval(hold);
