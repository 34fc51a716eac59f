import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDirectory } from '../sandbox/cache-directory.ts';

/** The version that tests start; npm holds it against these sums. */
export const claudeCodeVersion = '2.1.330';
const integrities: Readonly<Record<string, string>> = {
  'linux-x64': 'sha512-9Gn+V7DtJ8M1nztP9CeDVl9g3RtrepI7rOFTyPRRnZe8D6zebIHKmC7OvBauucuAP0X0k85SDN/LPVZyjsGezQ==',
  'linux-arm64': 'sha512-V4yanAY5EA5UpwwRPtjSfqDbNqAlUJeVn3NYZw2AgmRHjdpSsLtHAzbxRXfkAnbjwTXzE0uedjQxUY02ARPcsA==',
};
const limitMs = 180_000;

/** The program, or why it cannot be had here. */
export type ClaudeCode =
  | { readonly path: string; readonly skip: null }
  | { readonly path: null; readonly skip: string };

let ensuring: Promise<ClaudeCode> | null = null;

/** Claude Code itself from the cache; npm installs it when it is not there (6 s and 364 MB), for tests only. Runs no script of it. */
export function ensureClaudeCode(): Promise<ClaudeCode> {
  ensuring ??= ensure().catch((error: unknown) => skipped(error instanceof Error ? error.message : String(error)));
  return ensuring;
}

const skipped = (reason: string): ClaudeCode => ({
  path: null,
  skip: `SKIPPED, Claude Code ${claudeCodeVersion} cannot be had here: ${reason}`,
});

async function ensure(): Promise<ClaudeCode> {
  const platform = `${process.platform}-${process.arch}`;
  const integrity = integrities[platform];
  if (integrity === undefined) return skipped(`no program for ${platform} is pinned`);
  const name = `@anthropic-ai/claude-code-${platform}`;
  const base = cacheDirectory('claude-code');
  const directory = join(base, `${claudeCodeVersion}-${platform}`);
  const path = join(directory, 'node_modules', name, 'claude');
  if (existsSync(path)) return { path, skip: null };
  const staging = await mkdtemp(join(base, '.staging-'));
  try {
    await writeProject(staging, name, integrity);
    await install(staging);
    // Of several that install it at once, the first one's stays.
    await rename(staging, directory).catch((error: unknown) => {
      if (!existsSync(path)) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return { path, skip: null };
}

/** A project of this one package, with the sum that npm has to find. */
async function writeProject(directory: string, name: string, integrity: string): Promise<void> {
  const dependencies = { [name]: claudeCodeVersion };
  const [, file = ''] = name.split('/');
  const resolved = `https://registry.npmjs.org/${name}/-/${file}-${claudeCodeVersion}.tgz`;
  const packages = {
    '': { dependencies },
    [`node_modules/${name}`]: { version: claudeCodeVersion, resolved, integrity },
  };
  const lock = { name: 'claude-code-for-tests', lockfileVersion: 3, requires: true, packages };
  const project = { name: 'claude-code-for-tests', private: true, dependencies };
  await writeFile(join(directory, 'package.json'), JSON.stringify(project));
  await writeFile(join(directory, 'package-lock.json'), JSON.stringify(lock));
}

async function install(directory: string): Promise<void> {
  const child = spawn('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: limitMs,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const last = said.trim().split('\n').at(-1) ?? '';
  if (code !== 0) throw new Error(`npm ended with ${code ?? 'a signal'}: ${last}`);
}
