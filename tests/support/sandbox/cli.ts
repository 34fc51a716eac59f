import { parseArgs } from 'node:util';
import { listKeptSandboxes, type SandboxDescription, stopKeptSandbox } from './command/kept-sandboxes.ts';
import { startKeeper } from './command/start-keeper.ts';
import { sweepSandboxes } from './lifecycle.ts';
import type { SandboxOptions } from './sandbox-host.ts';

const usage = `Real throw-away hosts to try things on.

  start [--json] [--kind box|local] [--base machine|bare] [--init tiny|systemd] [--name NAME] [--repository NAME ...]
        [--no-code-server] [--no-nginx] [--sudo] [--memory-bytes N]
  list  [--json]
  stop NAME
`;

/** Runs `start`, `list` or `stop`; returns the exit code. One line of JSON on stdout with --json. */
export async function runSandboxCommand(commandLine: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...commandLine],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      kind: { type: 'string' },
      base: { type: 'string' },
      init: { type: 'string' },
      name: { type: 'string' },
      repository: { type: 'string', multiple: true },
      'no-code-server': { type: 'boolean', default: false },
      'no-nginx': { type: 'boolean', default: false },
      sudo: { type: 'boolean', default: false },
      'memory-bytes': { type: 'string' },
    },
  });
  const [verb, name] = positionals;
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  await sweepSandboxes();
  if (verb === 'start' && name === undefined) {
    const options: SandboxOptions = {
      ...(values.kind !== undefined && { kind: oneOf('--kind', values.kind, ['box', 'local']) }),
      ...(values.base !== undefined && { base: oneOf('--base', values.base, ['machine', 'bare']) }),
      ...(values.init !== undefined && { init: oneOf('--init', values.init, ['tiny', 'systemd']) }),
      ...(values.name !== undefined && { name: values.name }),
      ...(values.repository !== undefined && { repositories: values.repository }),
      ...(values['memory-bytes'] !== undefined && { memoryTotalBytes: byteCount(values['memory-bytes']) }),
      ...(values['no-code-server'] && { hasCodeServer: false }),
      ...(values['no-nginx'] && { hasNginx: false }),
      hasSudo: values.sudo,
    };
    const started = await startKeeper(options);
    process.stdout.write(values.json ? `${JSON.stringify(started)}\n` : describe(started));
    return 0;
  }
  if (verb === 'list' && name === undefined) {
    const kept = listKeptSandboxes();
    process.stdout.write(values.json ? `${JSON.stringify(kept)}\n` : kept.map(describe).join(''));
    return 0;
  }
  if (verb === 'stop' && name !== undefined) {
    if (await stopKeptSandbox(name)) return 0;
    process.stderr.write(`There is no sandbox named ${name}; "list" shows them.\n`);
    return 66;
  }
  process.stderr.write(usage);
  return 64;
}

function describe({ name, ssh, hostKey, repositories }: SandboxDescription): string {
  return [
    `${name}: ssh -i ${ssh.keyPath} -p ${ssh.port} ${ssh.user}@${ssh.host}`,
    `  host key ${hostKey.type} ${hostKey.fingerprint}`,
    ...repositories.map(({ path }) => `  ${path}`),
    '',
  ].join('\n');
}

function oneOf<const T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new Error(`${option} must be ${allowed.join(' or ')}.`);
  return found;
}

function byteCount(value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new Error('--memory-bytes must be a whole number of bytes.');
  return Number(value);
}

if (import.meta.main) {
  try {
    process.exitCode = await runSandboxCommand(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
