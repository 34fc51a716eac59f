import { randomBytes } from 'node:crypto';
import { startBox } from './box/start-box.ts';
import { ensureCodeServer } from './code-server/ensure-code-server.ts';
import { sweepSandboxes } from './lifecycle.ts';
import { startLocal } from './local/start-local.ts';
import { probeSandbox } from './probe.ts';
import { type SandboxHost, type SandboxOptions, sampleRepositories } from './sandbox-host.ts';

/** Starts a real host to test against; see `SandboxOptions`. Removes hosts of crashed owners first. */
export async function startSandbox(options: SandboxOptions = {}): Promise<SandboxHost> {
  const { kind = 'auto', init = 'tiny', repositories = sampleRepositories } = options;
  const name = options.name ?? `harbor-${randomBytes(3).toString('hex')}`;
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(name)) throw new Error(`A sandbox cannot be named ${JSON.stringify(name)}`);
  const probe = await probeSandbox();
  const chosen = kind === 'auto' ? (probe.box.canRun ? 'box' : 'local') : kind;
  const verdict = chosen === 'box' && init === 'systemd' ? probe.systemdBox : probe[chosen];
  if (!verdict.canRun) throw new Error(`A ${chosen} sandbox cannot run here: ${verdict.reasons.join('; ')}`);
  await sweepSandboxes();
  const codeServer = options.hasCodeServer === false ? null : await ensureCodeServer();
  if (chosen === 'local') return startLocal({ name, repositories, codeServer });
  return startBox({
    name,
    init,
    repositories,
    codeServer,
    hasNginx: options.hasNginx ?? true,
    memoryTotalBytes: options.memoryTotalBytes ?? null,
  });
}
