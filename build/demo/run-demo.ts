import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createCore } from '../../main/core/create-core.ts';
import { openBrowser } from '../../main/web/open-browser.ts';
import { startWebShell, type WebShell } from '../../main/web/start-web-shell.ts';
import type { SandboxHost } from '../../tests/support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../tests/support/sandbox/start-sandbox.ts';
import { ensureRenderer } from '../bundle/ensure-renderer.ts';
import { prepare } from '../preflight/prepare.ts';
import { demoPorts, makeDataDirectory, saveProfile } from './demo-data.ts';
import { registerDemo, sweepDemos } from './demo-registration.ts';
import { findElectron, runElectron } from './electron-app.ts';

export interface DemoOptions {
  readonly isOpened: boolean;
  /** One line of JSON on stdout when ready, nothing else there. */
  readonly isJson: boolean;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly kind: 'box' | 'local' | 'auto';
}

const profile = 'demo';
const say = (line: string) => process.stderr.write(`${line}\n`);

/** Runs the demo until Ctrl-C or SIGTERM (or until Electron's window is closed), then removes all it made. */
export async function runDemo(options: DemoOptions): Promise<void> {
  const interruption = new AbortController();
  const interrupted = new Promise<void>((resolve) => {
    interruption.signal.addEventListener('abort', () => resolve());
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interruption.abort());
  const stack = new AsyncDisposableStack();
  try {
    await Promise.race([interrupted, present(options, stack, interruption.signal)]);
  } finally {
    say('Ending the demo …');
    await stack.disposeAsync();
  }
}

/** Brings everything up and shows it; resolves when the user is done with it. */
async function present(options: DemoOptions, stack: AsyncDisposableStack, signal: AbortSignal): Promise<void> {
  sweepDemos();
  await prepare(['sandbox', 'codeServer'], say);
  signal.throwIfAborted();
  const rendererDirectory = await ensureRenderer(say);
  signal.throwIfAborted();
  say('Starting a throw-away server with three sample repositories …');
  const host = await startSandbox({ kind: options.kind });
  stack.defer(() => host.stop());
  const dataDirectory = makeDataDirectory();
  stack.defer(() => rmSync(dataDirectory, { recursive: true, force: true }));
  const ports = demoPorts(dataDirectory);
  await saveProfile(ports, host, profile);
  stack.defer(registerDemo(dataDirectory, profile));

  const electron = options.isOpened ? findElectron() : null;
  if (electron !== null) {
    say('Opening the desktop app; closing its window ends the demo.');
    await runElectron(electron, dataDirectory, signal);
    return;
  }
  const shell = await startWebShell({ ports, rendererDirectory, port: options.port, createCore });
  stack.defer(() => shell.close());
  if (options.isJson) {
    process.stdout.write(`${JSON.stringify({ url: shell.url, profile, ssh: host.ssh, dataDirectory })}\n`);
  } else {
    await show(options, shell, host, stack);
  }
  await new Promise<never>(() => {});
}

async function show(
  options: DemoOptions,
  shell: WebShell,
  host: SandboxHost,
  stack: AsyncDisposableStack,
): Promise<void> {
  const { ssh } = host;
  process.stdout.write(`Berth is at ${shell.url}\n`);
  process.stdout.write(`Its server: ssh -i ${ssh.keyPath} -p ${ssh.port} ${ssh.user}@${ssh.host}\n`);
  if (process.stdin.isTTY) {
    process.stdout.write('The address works once; press Enter for another, Ctrl-C to end the demo.\n');
    const lines = createInterface({ input: process.stdin });
    lines.on('line', () => process.stdout.write(`${shell.issueUrl()}\n`));
    stack.defer(() => lines.close());
  } else {
    process.stdout.write('The address works once. Ctrl-C ends the demo.\n');
  }
  if (options.isOpened && !(await openBrowser(shell.url))) process.stdout.write('Open it in a browser.\n');
}
