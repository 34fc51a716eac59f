import { randomBytes } from 'node:crypto';
import { ensureBareFiles } from './bare/ensure-bare.ts';
import { startBox } from './box/start-box.ts';
import { ensureCodeServer } from './code-server/ensure-code-server.ts';
import { sweepSandboxes } from './lifecycle.ts';
import { startLocal } from './local/start-local.ts';
import { probeSandbox } from './probe.ts';
import { type SandboxHost, type SandboxKind, type SandboxOptions, sampleRepositories } from './sandbox-host.ts';

/** Starts a real host to test against; see `SandboxOptions`. Removes hosts of crashed owners first. */
export async function startSandbox(options: SandboxOptions = {}): Promise<SandboxHost> {
  const { kind = 'auto', init = 'tiny', base = 'machine' } = options;
  const isBare = base === 'bare';
  const repositories = options.repositories ?? (isBare ? [] : sampleRepositories);
  const name = options.name ?? `harbor-${randomBytes(3).toString('hex')}`;
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(name)) throw new Error(`A sandbox cannot be named ${JSON.stringify(name)}`);
  const probe = await probeSandbox();
  const chosen = kind === 'auto' ? (probe.box.canRun ? 'box' : 'local') : kind;
  if (isBare) refuseOnBare(options, chosen);
  const verdict = chosen === 'box' && init === 'systemd' ? probe.systemdBox : probe[chosen];
  const reasons = [...verdict.reasons, ...(isBare ? probe.bareBox.reasons : [])];
  if (reasons.length > 0) throw new Error(`A ${chosen} sandbox cannot run here: ${reasons.join('; ')}`);
  await sweepSandboxes();
  const bare = isBare ? await ensureBareFiles() : null;
  const codeServer = (options.hasCodeServer ?? !isBare) ? await ensureCodeServer() : null;
  if (chosen === 'local') return startLocal({ name, repositories, codeServer });
  return startBox({
    name,
    init,
    repositories,
    codeServer,
    programs: options.programs ?? {},
    bare,
    hasNginx: options.hasNginx ?? !isBare,
    hasSudo: options.hasSudo ?? false,
    homeBytes: options.homeBytes ?? null,
    memoryTotalBytes: options.memoryTotalBytes ?? null,
  });
}

function refuseOnBare(options: SandboxOptions, kind: SandboxKind): void {
  if (kind !== 'box') throw new Error('Only a box can have a bare base');
  if (options.hasNginx === true) throw new Error('A bare base has no nginx; install it from a mirror');
}
