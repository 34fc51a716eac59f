import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { z } from 'zod';
import type { SandboxHost } from '../../../support/sandbox/sandbox-host.ts';

const main = path.resolve(import.meta.dirname, '../../../../main/cli/main.ts');

/** How one command of `berth` ended. */
export interface Ended {
  readonly code: number | null;
  /** The last line of its output, parsed. */
  readonly document: unknown;
  /** What it told people: steps and errors. */
  readonly told: string;
}

/** The real `berth` command with a data directory of its own; every call is a process. */
export interface CommandLine {
  readonly dataDirectory: string;
  /** Runs `berth <words>`. */
  run(...words: string[]): Promise<Ended>;
  /** Runs `berth <words> --profile sandbox`, which must succeed; returns its document, checked. */
  ask<T extends z.ZodType>(value: T, ...words: string[]): Promise<z.output<T>>;
  close(): Promise<void>;
}

async function runProcess(dataDirectory: string, words: readonly string[]): Promise<Ended> {
  const environment = { ...process.env, BERTH_DATA_DIR: dataDirectory, BERTH_CACHE_DIR: dataDirectory };
  const child = spawn(process.execPath, [main, ...words], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
  const [code] = (await once(child, 'close')) as [number | null];
  const last = printed.trimEnd().split('\n').at(-1) ?? '';
  return { code, document: last === '' ? null : (JSON.parse(last) as unknown), told };
}

/** Makes a data directory, adds the host as the profile "sandbox", and trusts its key as a user does. */
export async function startCommandLine(host: SandboxHost): Promise<CommandLine> {
  const dataDirectory = await mkdtemp(path.join(os.tmpdir(), 'berth-scenario-'));
  const run = (...words: string[]) => runProcess(dataDirectory, words);
  const succeed = async (...words: string[]) => {
    const ended = await run(...words);
    if (ended.code !== 0) throw new Error(`berth ${words.join(' ')} ended with ${ended.code}: ${ended.told}`);
    return ended.document;
  };
  const { host: address, port, user, keyPath } = host.ssh;
  const login = ['--address', address, '--port', String(port), '--user', user, '--key-path', keyPath];
  const close = () => rm(dataDirectory, { recursive: true, force: true });
  try {
    await succeed('profiles', 'add', '--name', 'sandbox', ...login, '--repository-roots', host.repositoriesRoot);
    await succeed('hosts', 'trust', '--profile', 'sandbox', '--fingerprint', host.hostKey.fingerprint);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    dataDirectory,
    run,
    ask: async (value, ...words) => value.parse(await succeed(...words, '--profile', 'sandbox')),
    close,
  };
}
