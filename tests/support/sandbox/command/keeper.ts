import { startMirror } from '../mirror/start-mirror.ts';
import type { SandboxOptions } from '../sandbox-host.ts';
import { startSandbox } from '../start-sandbox.ts';
import { describeSandbox } from './kept-sandboxes.ts';

/** `node keeper.ts OPTIONS_JSON`: owns a sandbox, tells about it in one line, and ends it on SIGTERM. */
async function main(options: SandboxOptions): Promise<void> {
  // The command that started the keeper leaves, and its pipes with it.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  const staying = setInterval(() => {}, 2 ** 30);
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  const host = await startSandbox(options);
  const mirror = host.base === 'bare' ? await startMirror(host) : null;
  process.stdout.write(`${JSON.stringify(describeSandbox(host))}\n`);
  await ended;
  await mirror?.stop();
  await host.stop();
  clearInterval(staying);
}

main(JSON.parse(process.argv[2] ?? '{}') as SandboxOptions).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
